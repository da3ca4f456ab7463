// A heart strap over Bluetooth: any device with the heart rate service. What it sends goes on as it came.

const AGAIN_MS = [1000, 3000, 6000, 10_000, 10_000];
const [CONTACT_SEEN, CONTACT_KNOWN, INTERVALS] = [2, 4, 16];
/** Packets without a beat after which it is said that none will come. */
const PATIENCE = 10;
/** Within reach, and no packet for this long (ms): it will not say anything any more. */
const SILENT_MS = 20_000;
const LOOK_MS = 1000;

/**
 * @typedef {{ samples: (list: [number, string][]) => void, ended: (reason: string) => void, noted: (code: string) => void }} Listener
 * @typedef {EventTarget & { value?: DataView, startNotifications(): Promise<unknown> }} Characteristic
 * @typedef {{ connected: boolean, connect(): Promise<Server>, disconnect(): void }} Gatt
 * @typedef {{ getPrimaryService(name: string): Promise<{ getCharacteristic(name: string): Promise<Characteristic> }> }} Server
 * @typedef {EventTarget & { gatt: Gatt }} Device
 * @typedef {{ requestDevice(wish: object): Promise<Device> }} Bluetooth
 */

const bluetooth = () => /** @type {{ bluetooth?: Bluetooth }} */ (/** @type {unknown} */ (navigator)).bluetooth;

/** What this browser cannot do; nothing where it can. */
export function able() {
  if (!isSecureContext) return "insecure";
  return bluetooth() ? "" : "no-bluetooth";
}

/** @param {unknown} error */
function reason(error) {
  const name = error instanceof Error ? error.name : "";
  return { NotFoundError: "not-found", SecurityError: "refused", NotAllowedError: "refused" }[name] ?? "failed";
}

/** @param {DataView} value */
function hex(value) {
  return Array.from({ length: value.byteLength }, (_, at) => value.getUint8(at).toString(16).padStart(2, "0")).join("");
}

class Strap {
  closed = false;
  /** Packets without a beat, as long as there was none. */
  without = 0;
  beats = false;
  code = "clear";
  alive = performance.now();

  /** @param {Device} device @param {Listener} on */
  constructor(device, on) {
    this.device = device;
    this.on = on;
    this.came = (/** @type {Event} */ event) => this.take(/** @type {Characteristic} */ (event.target).value);
    this.went = () => void this.again();
    device.addEventListener("gattserverdisconnected", this.went);
    this.watch = setInterval(() => this.look(), LOOK_MS);
  }

  /** Out of reach is minded elsewhere. */
  look() {
    if (!this.device.gatt.connected) this.alive = performance.now();
    if (performance.now() - this.alive > SILENT_MS) this.end("silent");
  }

  /** @param {string} reason */
  end(reason) {
    if (this.closed) return;
    this.close();
    this.on.ended(reason);
  }

  async connect() {
    const server = await this.device.gatt.connect();
    const service = await server.getPrimaryService("heart_rate");
    const characteristic = await service.getCharacteristic("heart_rate_measurement");
    characteristic.addEventListener("characteristicvaluechanged", this.came);
    await characteristic.startNotifications();
  }

  /** @param {DataView} [value] */
  take(value) {
    if (this.closed || !value?.byteLength) return;
    this.alive = performance.now();
    const flags = value.getUint8(0);
    // A strap that once sent beats can send them: without them it is off the body, and the readings say that it is unclear.
    this.beats ||= (flags & INTERVALS) !== 0;
    const none = !this.beats && ++this.without >= PATIENCE;
    const off = (flags & CONTACT_KNOWN) !== 0 && (flags & CONTACT_SEEN) === 0;
    this.note(off ? "no-contact" : none ? "no-intervals" : "clear");
    this.on.samples([[performance.now() / 1000, hex(value)]]);
  }

  /** @param {string} code */
  note(code) {
    if (code !== this.code) this.on.noted(code);
    this.code = code;
  }

  /** The strap went out of reach: try for half a minute, then say that it is gone. */
  async again() {
    for (const pause of AGAIN_MS) {
      if (this.closed) return;
      this.note("away");
      await new Promise((done) => setTimeout(done, pause));
      if (this.closed || this.device.gatt.connected) return;
      const came = await this.connect().then(() => true, () => false);
      // Somebody stopped listening while it came back: then it is let go of again.
      if (this.closed) return this.device.gatt.disconnect();
      if (came) return;
    }
    this.end("lost");
  }

  close() {
    this.closed = true;
    clearInterval(this.watch);
    this.device.removeEventListener("gattserverdisconnected", this.went);
    this.device.gatt.disconnect();
  }
}

/** Choose a strap and listen to it. Call it from a press: the browser asks which one. @param {Listener} on */
export async function open(on) {
  try {
    const device = await bluetooth()?.requestDevice({ filters: [{ services: ["heart_rate"] }] });
    if (!device) throw new Error("failed");
    const strap = new Strap(device, on);
    await strap.connect().catch((error) => {
      strap.close();
      throw error;
    });
    return { close: () => strap.close() };
  } catch (error) {
    throw new Error(reason(error), { cause: error });
  }
}
