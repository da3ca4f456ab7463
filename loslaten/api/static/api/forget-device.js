// After erasing: what this browser kept of this house goes too. All of it, so that nothing new is forgotten here.

/** Let go of drafts, rounds that wait, bookmarks and the choices of this device. */
function forgetWords() {
  localStorage.clear();
  sessionStorage.clear();
}

/** Let go of keys to notes, and whatever else has a database here. */
async function forgetDatabases() {
  const known = (await indexedDB.databases?.()) ?? [{ name: "loslaten" }];
  await Promise.all(known.map(({ name }) => name && gone(name)));
}

/**
 * @param {string} name
 * @returns {Promise<void>}
 */
function gone(name) {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.deleteDatabase(name);
    asked.onsuccess = () => resolve();
    asked.onerror = asked.onblocked = () => reject(asked.error);
  });
}

/** Other tabs still hold the key in their memory: they hear that it is locked, as when somebody locks it themselves. */
function tellTabs() {
  if (!("BroadcastChannel" in globalThis)) return;
  const channel = new BroadcastChannel("loslaten.keys");
  channel.postMessage("locked");
  channel.close();
}

class ForgetDevice extends HTMLElement {
  async connectedCallback() {
    const said = this.querySelector("[role=status]");
    const words = said instanceof HTMLElement ? said.dataset : {};
    tellTabs();
    const kept = await Promise.allSettled([Promise.resolve().then(forgetWords), forgetDatabases()]);
    const failed = kept.some(({ status }) => status === "rejected");
    if (said) said.textContent = (failed ? words.failed : words.done) ?? "";
  }
}

customElements.define("forget-device", ForgetDevice);
