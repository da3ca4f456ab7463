// The 2,048 words that recovery words are chosen from: short, everyday, and no two begin with the same four letters.
// The order is part of the format (docs/vault.md): a word is never moved, changed or added.

const LIST = `
aanbod aandacht aankomst aanleg aanpak aantal aanzet aap aard acht acteur actie adem ader adres advies afdak afloop
afrit afspraak afwas agenda akker album alinea alles alpen amandel ambulance amfibie ananas andijvie anijs anjer anker
antenne antiek antwoord apart appel applaus april aquarel archief arend arm armband aroma artiest asfalt asperge
assistent astronaut atelier atlas atleet augurk aula auto avocado avond azijn azuur baan baard baas babbel bad badpak
bagage bagel bak baken bakfiets bakker bal balans balie balkon ballon balsem bamboe banaan band banjo bank baret basis
basket bast batterij bazuin bed beek beeld beer begin behang beige beitel beker bel belofte beneden benzine berg berk
berm bes bestek betaal beton beuk beurt bever beweeg bewijs bezem bezoek biefstuk bieslook biet bij bijna biljart
bingo binnen biologie bioscoop biscuit blaas blad blauw blazer blender blij blik bloem blok blouse bocht bode boei
boek boender boer bol bolder bolero bolhoed bonbon boog boom boon boot bord borstel bos bosbes bosui botanie boter
bouillon bouw boven braam brasem brave breed brei bridge brief brij brik bril brink broche brok bron brood brug bruin
brunch buffel bui buidel buigen buis buiten bumper bundel bungalow burcht burger bus butler butterfly buurt cacao
cactus cadeau cafe cake camera camping canon capsule caravan carnaval cassette catalogus cavia cello celsius cement
cent chalet chauffeur chef chip chocola cider cijfer cilinder circus cirkel citaat citroen clown club cocon code
collega coltrui combi compleet concert congres corner coupe couscous cowboy cricket crocus croissant cruise culinair
cultuur curry cursus cypres daad daalder dadel dag dagboek dageraad dak dakpan dam dame damp dankbaar dans dapper das
dashond dauw decor deeg deel dekbed deken deksel delen delicaat delta denim dennen dertig desem dessert deuk deur
dialoog diamant dienst diep dijk dikwijls dille dimmer diner ding dinsdag diploma direct dirigent disco distel dobber
dochter doek doel dokter dolfijn dolmen domein domino dompel donker dons donut doorgang doos dop dorp dotter douche
dozijn draad draf dragen dreef drempel drie drogist droog drop druif druk drum druppel dubbel duif duik duim duin
dukaat duo duw dweil dynamo echo edel eed eekhoorn eend eenhoorn eenvoud eer eerlijk eetkamer eeuw effen egaal egel
eider eik eikel eiland einde eland elastiek elegant element elfje elleboog els emaille emmer emotie energie engel
enkel enorm entree envelop episode erwt esdoorn espresso essay etage etalage eten etiket etui euro evenwicht expert
extra ezel fabriek facet fagot fakkel familie fan fanfare fase fauteuil favoriet fazant februari feest feit fenomeen
festival fiets figuur fijn file filiaal film filosoof filter finale firmament fjord fladder flanel flink flits flora
fluit fluweel focus foelie fok folder folie fonkel fontein forel fornuis fort fossiel foto fraai fragment framboos
franje friet fris frituur front fruit fuchsia fuga fuik functie fundament gaaf gaap galerij galop game gans garage
garen garnaal gast gave gazon gebaar gebergte gebied gebouw gedachte gedicht geduld geel geest geheugen geiser geit
gelach geld gelijk geluk gemak gember gemeente genieten genoeg geologie gerst gesp getal getij getuige gevel gevoel
gewicht gewoon gezellig gezicht gids gieter gips giraf gist gitaar glad glans glas glazuur gletsjer glijbaan glimlach
glinster globe gloed glooi gloria goal goed golf gom gondel gong goot gordijn gort goud graaf gracht grap gras gratis
grenen grijs grill grind groei grond groot gruis gulden gum gunstig gymnast gympen haag haai haan haar haas hagel hak
half halm hals halte hamer hamster hand hangmat hap haring hark harmonie harp hars hart haspel haven havik hazelnoot
heden heerlijk heester heg heide hek held helling helm help hemd hemel hen hengel herberg herder herfst hert heup
heuvel hiel hier hinde hobby hoed hoef hoek hoen hoepel hoera hoes hoeveel hof hoffelijk hofje hokje holte hommel hond
honing hoofd hoog hooi hoop hoorn horen horizon horloge hostel hotel houding hout houvast huid huifkar huis hulp hulst
humeur humor humus huppel husky hut hutspot huur hyacint ideaal idylle iemand iets iglo ijs ijsbeer ijsje ijspegel
ijver ijzer imker import indruk ineens ingang ingenieur inham inhoud inkt inpak insect intro inzet inzicht iris item
ivoor ivoren jaar jade jager jaguar jakhals jam januari jarenlang jarig jas jasmijn jawel jazz jeans jeep jeugd joggen
jojo joker jolig jong journaal jubel juichen juist jukebox juli jungle juni jurk jury jute juweel kaap kaart kaas
kabel kabouter kachel kade kajak kalender kalf kalk kalm kam kamer kamille kamp kanaal kandelaar kaneel kanjer kano
kans kant kapel kapitein kapper kapstok karaf kariboe karnemelk karper karton kasjmier kast katoen kauw kavel kaviaar
keel keer kegel keizer kelder kelk kennis keramiek kerkuil kermis kern kerrie kers ketchup ketel ketting keuken keurig
keus kever kiel kiezel kijk kikker kilo kiosk kip kippenhok kist kiwi klaar klant klap klaver kleding kleed klein klem
klep kleur klik klimop kling klok klomp klontje kluis kluwen knalgeel knapzak kneed knie knijper knik knip knobbel
knoflook knoop knop knots knuffel knus knutsel koala kobalt koe koek koel koepel koers koets koffer kok koker kokos
kolibrie kolom komeet komkommer komma kompas komst konijn kooi kook koop koor koper kopje koraal koren korf korrel
korst kostbaar kotter koude kous kraag kracht krakeling krant kras krat kreeft krekel krent kribbe kriebel kring
kristal krokus kroon kruid krul kubiek kubus kudde kuier kuif kuiken kuit kunst kurk kussen kwaliteit kwast kweek
kwelder kwetter kwik kwispel laag laan laars laat labyrint lach ladder lade lading lagune laken lama lamel lamp land
lang lantaarn lap lariks larve laser latwerk laurier lavendel lawaai leder leer leeuw legende legpuzzel leguaan
leiboom leisteen lekker lelie lengte lens lente lepel leraar les lessenaar letter leuk leun leven lezer libel licht
lied lief lieve lift lijm lijn lijst lila limoen lindeboom liniaal linker linnen lint linze lip liter locatie loempia
loep logboek logeren lokaal loket long loof loon loop loper los loterij lotje lotus lucht lucifer luifel luiken
luipaard luister luit lunch lupine luwte luxe lynx lyriek maal maan maart maat machine madelief magazijn magisch
magneet mais majoor maken makker makreel mammoet mand manege mango manier mantel map maquette marathon maretak
margriet markt marmer marsepein marter mascotte masker massa materiaal matras meander medaille media meedoen meel meer
mees meet meeuw mei meisje melisse melk melodie memo mengsel mening mens menu merel merg merk merrie messing metaal
meter metgezel methode metro meubel micro middag mier mijl mijn mikado mild milieu miljoen mimosa mineraal miniem mint
minuut misschien mist mixer mobiel modder mode moerbei mokka molen molshoop moment mond monteur mooi moot morel morgen
mos mossel mosterd motief motor motto mousse mouw mozaiek mulch multi munt murmel museum musical muskaat muts muur
muziek mysterie naad naaister naald naam naar naast nabij nacht nagel najaar namiddag narcis naslag natuur navel
navigatie nectar neef neer nest net netel netwerk neus neutraal nevel nicht nieuw nikkel noemer noga nomade noord noot
notitie nougat november nuance nuchter nummer nut nuttig nylon oase oceaan ochtend octopus oefening oehoe oester oever
ogen okapi oker okkernoot oksel oktober olie olifant olijf olm omarm omelet omgang omgeving omhelzing omhoog omkeer
omloop omslag omtrek omvang omweg onder oneven ongeveer onlangs ontbijt ontdek onthaal ontmoet ontspan ontvang ontwerp
onyx oog oogst ook oom oorbel oord oorlel oorring oost opaal opbouw open opera opgave opkomst oplossing opmerk opname
oppas oprecht oprit opruim opstel optocht opus opvang opvouw opwaarts opzij orakel oranje orchidee orde oregano
organist orgel origami orkaan orkest ornament otter ovaal oven ozon paal paar paasei pad paella pagina pagode pakhuis
pakket paleis paling palm pan panda paneel panter papegaai papier paprika parade parel parfum park passer pasta patio
patroon pauw pauze paviljoen pedaal peddel peer pees pegel peinzen pelgrim pelikaan pen pendel penseel peper perkament
perron perzik pesto pet petunia peul peuter piano piccolo picknick pier pijl pijnboom pijp pilaar piloot pincet pinda
pinguin pink pint pioen pion pipet pipowagen piramide pirouette pistache pit pitabrood pizza plaat plafond plak plan
plas plat plein plek plezier plint ploeg plof plooi pluim plukken plus podcast podium poedel poeslief poets poezie
poffer poging polaroid polder polis polka pollen polo pomp pond pont pony pook poort poos poot pop populier porselein
port post potgrond potje potlood praat pracht prairie praktijk praline premie prent pret prieel prijs prima prins
prisma proces product proef profiel project promenade provincie proza publiek pudding puimsteen punt pupil puree
purper puur puzzel pyjama quiche quinoa raad raam rabarber radar raden radijs rafel rail raket rally ram rand rang
ranonkel rapport raster ratel ravotten reactie recept recht record redder reden reeks reep rees reflex regel regie rei
reiger reiniging reis reizen rek rekening rekje reling rendier renner repetitie reseda rib richting ridder riem riet
rij rijden rijgen rijk rijm rijp rijst rimpel ring risotto rit ritme ritsen ritueel rivier robijn robot robuust rode
roei roek roem roer roest rogge rol rollen roman romig rond roodborst room roos rotonde rots route royaal roze rozijn
rubber rug rugzak ruiker ruil ruim ruit rups rust saffier salade saldo salie salon sambal samen sandaal sap sardine
satelliet satijn sauna saus savanne savooi saxofoon scala scene scepter schaaf schep schipper schoen schrift schuur
scooter scout script seconde segment seinpaal seizoen selderij september sering serre servet shampoo sieraad sifon
signaal sikkel silhouet silo simpel sinds singel sintel sirene siroop sitar sjaal sjalot sjoelbak sjouw slaap slak
slapen sleep sleutel slier slim slinger slip sloep slok sloot slot sluis smaak smal smaragd smeden smelt smid snack
snavel sneeuw snel snoek snor snuffel snuit sober soep sofa soja sok solist solo sonate sonnet soort soos sorbet
souvenir spaak spade spaghetti span specht speeltuin spek spel sperzie speurneus spiegel spijker spil spin spiraal
splinter spoel spons spoor sport spraak spreeuw spring spruit spurt staaf stad staf stam start statig steel steiger
stem stengel step ster steun stevig stier stift stil stip stoel stof stolp stoom storm straat streek stroom struik
student stuifmeel stuk stuur stuw subtiel succes suede suiker surfer sweater swing symbool symfonie sympathie systeem
taaitaai taak taal taart tabel tablet tachtig tactiek tafel tak takel talent talrijk tamboer tand tante tapijt tarbot
tarief tarwe taxi team techniek teddybeer teder teelt teen tegel tegoed teken tekst telefoon telg teller temmen tempel
tennis tenor tent teren term terras terug tevreden textiel theater thee thema theorie thermos thuis ticket tien tij
tijd tijger tijm timmer timpaan tinkel tint toast tocht toegang toekomst toer toestel toets toffee tokkel tolk tomaat
tombola toneel tong tonijn toon toorts toost top topper toren tornado torso tortilla totaal toverstaf tractor training
traktatie tram transport trechter trede treffen trein trend triangel tribune trilling trio triple trofee trom troon
tropen tros trots trouw truffel trui tuin tuit tulband tulp tunnel turf turn tussen tuur twaalf twee twijg twintig
twist type uil uitbundig uitdaging uitgang uithoek uiting uitje uitkijk uitleg uitnodig uitpak uitstap uitvoer uitweg
uitzicht ukelele uniek uniform universum uren uur uurwerk vaandel vaas vaat vak vakantie vakman valk vallei vandaag
vanille varen variant vast veder veel veen veer vegen veilig veld velen velours venkel venster veranda verdiep verend
verhaal verkeer verlof vermaak vernieuw vers verte vervoer verzamel vest veulen vezel viaduct video vier vijf vijg
vijver vijzel viking villa vilt vin vinger vink violet viool vis visie visser vitamine vizier vlaai vlag vlak vlam
vlas vlecht vleermuis vleugel vlieg vlijt vlinder vloed vlok vlonder vlot vlucht voedsel voeg voeren voet vogel vol
volgorde volk volle volume volzin vondst vonk voorraad vorig vork vorm vorst vouw vraag vracht vrede vriend vrij vroeg
vrolijk vrucht vulkaan vuur waaier waak waard wafel wagen wagon wakker wal walnoot walrus wals walvis wand wang warm
wasbeer waslijn wassen wat water wazig web wedstrijd week weelde weer weg wegen wegwijs wei weide weiland wekelijks
wekker weldra welkom welp welvaart wendbaar wenk wens wentel wereld werf werk werp west wet weten wever wezenlijk
wiebel wieg wiel wier wijd wijk wijn wijs wijting wijzer wilg wimpel wind wingerd winkel winnaar winst winter wisent
wiskunde wissel witjes witlof woelig woensdag wok wol wolf wolk wonder wonen woning woon woord worden worp wortel woud
wrijf wuiven wulp yoga yoghurt yucca zaad zaag zaaien zaak zaal zacht zadel zak zaklamp zalf zalig zalm zand zang
zaterdag zebra zee zeef zeehond zeem zeep zeester zeewier zegel zeil zeker zelden zelf zender zeppelin zes zesde
zestig zet zetel zetmeel zeven zicht zigzag zijde zijspan zilt zilver zing zink zinvol zitbank zitting zodra zoek
zoemen zoet zojuist zolder zomer zon zonder zonnig zoogdier zool zoom zoon zorg zout zuid zuil zuivel zulk zuring
zusje zuster zwaai zwaluw zweef zwem zwengel zwerm zweven zwier
`;

/** @type {readonly string[]} */
export const WORDS = LIST.trim().split(/\s+/);
