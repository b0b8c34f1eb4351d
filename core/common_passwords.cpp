#include "core/common_passwords.h"

namespace vouch::password {

// Stems without the digits and signs around them, and runs of digits. Source: the most frequent
// entries of the password list of npm zxcvbn 4.4.2 (MIT), compared 2026-12-01, and pinyin words
// that people here put into passwords.
const std::string_view kCommonPasswords = R"(
000000 000001 000007 000111 007007 01011900 01011910 01011970 01011975 01011977 01011978
01011979 01011980 01011981 01011982 01011983 01011984 01011985 01011986 01011987 01011988
01011989 01011990 01011991 01011992 01011993 01011999 01012000 01012001 01012010 01012011
010180 010203 01020304 01031988 01081989 01091989 02011980 02011984 02011985 02011986
02011987 02011988 02011989 02021979 02021981 02021982 02021983 02021984 02021985 02021986
02021987 02021988 02021989 02031981 02031982 02031984 02031985 02031986 02031987 02041979
02041981 02041982 02041983 02041984 02041985 02041986 02041987 02041988 02041989 02051982
02051983 02051984 02051986 02051987 02051988 02051989 02061980 02061982 02061983 02061984
02061985 02061986 02061987 02061988 02061989 02071980 02071982 02071984 02071986 02071987
02071988 02081977 02081982 02081984 02081985 02081986 02081987 02081988 02081989 02091980
02091981 02091983 02091984 02091985 02091986 02091987 02101984 02101985 02101986 02101987
02101989 03082006 05051985 05051987 06061986 08031986 100000 1000000 10011986 102030
10203040 102938 1029384756 11051987 111000 111111 11111111 11112222 111222 111222333 111333
112211 112233 11223344 1122334455 112358 11235813 1123581321 12011987 12051988 120676 121314
12131415 122333 123000 123098 123123 12312312 123321 123321123 1234321 12344321 123451
123454321 123455 1234554321 123456 1234560 123456654321 1234567 12345678 123456789
1234567890 1234567891 12345678910 12345679 123457 123465 123654 12365478 123654789 1236987
12369874 123698745 123789 123789456 123987 124578 128500 13041988 131313 132435 13243546
134679 134679852 135246 135790 135791 135792468 1357924680 1366613 141627 142536 147258
14725836 147258369 147369 147741 147852 147852369 1478963 14789632 147896325 147963 15051981
150781 153624 15426378 159357 159632 159753 159951 162534 18436572 192837 192837465 19411945
200000 21031987 21031988 2128506 22041987 222333 223344 225588 235689 246810 25802580 258456
258852 26061987 314159 31415926 315475 321123 321456 321654 321654987 332211 333666 333777
336699 362436 369258 369852 369963 420247 420420 445566 456123 456321 456654 456852
4815162342 5551212 555666 555777 654123 654321 655321 666666 666777 666999 6751520 696969
73501505 741852 741852963 753159 753951 7753191 7777777 777888 7779311 778899 784512 787898
789123 789456 78945612 789456123 7894561230 7895123 789654 789987 794613 852456 8675309
906090 911911 9379992 951753 9562876 963852 963852741 987123 987456 987456321 998877 a1b2c
a1b2c3d a1s2d a1s2d3f a2b3c a2b3c4d a2s3d4f aaliyah aardvark aaron abcd aberdeen abgrtyu
absolut access accord achilles action adam adgjmptw adidas admin adonis aezakmi agent aggies
aikido airborne airbus airforce airplane akira alabama alaska albatros albion alejandr
aleksandr aleksandra aleksey alenka alex alexande alexandr alexey alexis alfa alibaba aliens
allmine allsop allstar alpha alphabet alpine alucard amadeus amanda amateur amateurs amazon
amber america amsterda amsterdam anaconda anakin anal analsex anarchy andrei andrew andrey
andromed andromeda anfield angel angels angus anhyeuem animal anime annie anthony antoni
anubis apache apollo apple applepie apples aquarius aragorn arcadia area arizona arjay
armagedon armani arsenal artem artemis artemka artur asdasd asdf asdfasdf asdfg asdfgh
asdfghj asdfghjk asdfghjkl asdfjkl asdfzxcv asdzxc ashley aspire aspirine assassin assfuck
asshole assholes assman assword asterix astro astros athlon atlanta atlantis atomic auburn
audia aussie austin australi avalanch avalon avatar avenger awesome azamat azerty azsxdc
azsxdcfv babe babes babyblue babyboy babydoll babyface babygirl babylon babylove bacardi
bacchus backdoor badass badboy baddog badger badgirl badman baggins baggio bagira bailey
baller balloon balloons balls bambam bamboo banana bananas banane bandit bang bangkok banker
banner banshee banzai barbados barbie barcelon barcelona barefoot barkley barney barsik
bartman baseball basket basketba bassman bastard batman bayern bcfields beaches beagle
beamer beaner beanie bear bearcat beast beastie beatle beatles beautifu beauty beaver beavis
beckham beefcake beemer beer beetle beijing bella benfica bengals beowulf beretta berlin
bhbirf bianji bicycle bigass bigballs bigbear bigbird bigblue bigboobs bigboy bigbutt
bigcock bigdaddy bigdick bigdog bigfish bigfoot biggie biggles bigguy bigmac bigman bigmike
bigmoney bigone bigred bigsexy bigtime bigtit bigtits bikini bilbo billy billybob billyboy
bimmer bing bingo binladen birdie birdman biscuit bitch bitchass bitches biteme bizkit
blabla black blackbir blackcat blackdog blackhaw blackie blackjac blackjack blackout blacks
blacky blade blades blahblah blaster blaze blazer blessed blessing blink blizzard blonde
blondes blondie blowjob blowme blue bluebird blueboy bluedog blueeyes bluefish bluemoon
blues bluesky bobafett bobby bobcat bobdylan boeing bogart bogdan bogey bohica bollocks
bollox bomber bond bondage bonehead boner bones bonjour bonjovi bonkers bonsai boob boobie
boobies booboo boobs booger boogie bookworm boomboom boomer bootie boots booty boricua
borussia bosco bossman boston bounce bowler bowling boxing boxster br0d3r brando brandon
brandy brasil braves brazil breast breasts breeze brian brighton bristol britney bronco
broncos brooklyn brownie browns brucelee bruins bruno brutus bubba bubbas bubble bubbles
bucket buckeye buckeyes buckshot buddah buddha buddie buddy buddyboy budlight budman
budweise buffalo buffett buffy bugger builder bull bulldog bulldogs bullet bullfrog bulls
bullseye bullshit bunghole bunny burger buster butch butter buttercu butterfl butterfly
butthead butthole buttman buttons buzzard byteme cabbage cactus cadillac caesar calgary
calico caliente californ caligula camaro cambiami camel camelot camels cameltoe cameron
camper canada cancer cancun candle candyman cannabis canon cantona capone capslock captain
caramel caravan cardinal carlito carlitos carolina carpedie carpet carrera carrot cartman
cartoon casanova caserta casey casino casper cassie catch catdog catfish catherin catman
cats cavalier caveman ccbill cdtnkfyf celeron celica celine celtic celtics ceng cent
cerberus cessna cfitymrf cgfhnfr chai chainsaw champ champion champs changeme chao chaos
charger chargers charles charli charlie charlott charlton charly charmed chaser cheater
checkers cheech cheeks cheers cheese cheetah chelsea cherokee cherry chester chevelle
chevrole chevrolet chevy chewie cheyenne chicago chichi chicken chickens chicks chico chiefs
chimera chinook chipper chippy chivas chloe chocolat chopin chopper chou chris chrisbln
chrissy christ christia christin christop chrome chronic chrono chrysler chuai chuang chubby
chuckie chuckles chucky chui chunky chuo ciccio cicero cigars cinder cinnamon cjkysirj
cjkywt clancy clapton clarinet classic claudi claymore clemson clevelan clipper clitoris
cloud clouds clover cobalt cobra cocacola cocaine cock cocks coconut coffee cohiba coke
coldbeer colombia colorado colors colt coltrane comet commando compaq compute computer
concrete condom condor cong connect connor consumer cookie cookies cooldude cooler coolguy
coolio coolman coolness cooter copper corleone corona corrado corsair corvette cosmic cosmo
cosmos cosworth cougar cougars cowboy cowboys coyote cracker crazy crazybab creampie creamy
creative cricket crimson critter crjhgbjy cruise cruiser crunch crusader crysis crystal
cthulhu cthutq cubbies cubswin cuddles cumming cumshot cunt cunts cupcake curious custom
cutlass cutter cxfcnmt cyber cyclone cyclops cygnus cypress daddy daemon daewoo dagger daisy
dakota dalejr dallas dammit damnit dancer dang danger danie daniel daniil danila danni danny
dannyboy danzig darkman darkness darkside darkstar david davide davids dawg daytona dbrnjh
dbrnjhbz deadhead deadman deadpool death deejay deepthroat deeznuts deeznutz defender
defiant deftones delete delphi delta deluxe denali deng deniska depeche desert designer
desire deskjet destiny detroit deutsch devil devildog devils dexter dfcbkbq dfkthbz dfkthf
dfktynbyf dfvgbh dharma diablo dialog diamond diamonds diao dick dickhead dickie dicks
diehard diesel dietcoke dieter digger diggler digital dilbert dildo dilligaf dima dinamo
ding dingdong dinosaur dipshit dirtbike discover disney diver divine dkflbckfd dkflbvbh
doberman doctor dodge dodger dodgeram dodgers dogfood dogg doggie doggy doghouse dogman dogs
dogshit doitnow dollar dolphin dolphins domino donkey donuts doobie doodle doogie dookie
dotcom doughboy dracula drago dragon dragonba dragonball dragons dragoon dreamer dreams
driver drizzt droopy drowssap drpepper drummer dthjybrf duan dublin ducati duchess duck
dumbass dundee durango duster dutchess eagle eagles eastside eastwood eatme eatpussy eatshit
eclipse eddie eduard edward eeyore einstein ekaterina eldorado electra electric electron
element elephant elizabet elizaveta elvis emerald emily eminem empire engage engineer enigma
enter enterpri enterprise entropy eraser ericsson erotic erotica escort eternal eternity
eureka europa everest everton excalibu exigen exigent exodus explorer express extreme fabie
fabric facial faggot falcon falcons fallen fallout fang fantasy farscape farside fart
fastball faster fatass fatboy fatcat fatman feather fender feng fergie fernand ferrari
ferret fester fetish fghtkm fgtkmcby ficken fiesta figaro fighter filter finger fire
fireball firebird firefly firefox fireman fish fishes fishing fisting fitness fktrcfylh
fktrcfylhf fktrctq flames flamingo flash flatron fletch flexible flipper floppy florian
florida flounder flower fluffy flyboy flyers foobar footbal football fordf forest forever
forfun formula fortuna foryou fossil foxtrot francesc frank franky freaks freaky freckles
freddy freedom freepass freeporn freeuser freeway friday fright frisco frisky frodo frog
frogger froggy front frontier frosty fubar fuck fuck_inside fucked fucker fuckers fuckface
fuckher fucking fuckit fuckme fuckoff fuckthis fucku fuckyo fuckyou fugazi fulham funtime
fusion futbol fuzzy fyfcnfcbz fylhtq fytxrf fyutkbyf gabrie gabriel gabriell gadget galaxy
galina galore gambit gamecube gameover gandalf gangbang gangsta gangster garden garfield
gargoyle gateway gator gatorade gators gawker gbpltw gegcbr geheim gemini generic genesis
geng genius george geronimo gesperrt getmoney getsome gfhjkm gfhjkmgfhjkm ghbdtn ghbdtnbr
ghblehjr ghetto ghjcnj ghjcnjnfr ghost ghostrider giants ginger giorgi girls gizmo gizmodo
gjkbyf gladiator gmoney gn56gn goalie goaway goblin goblue gobucks goddess godfathe
godfather godsmack godzilla gofish goforit goku golden goldfish goldstar goldwing golf
golfball golfer golfing goliath gollum gonavy gong gonzo goober goodboy goodluck goodtime
goofy google gooner goose gopher gordon gorilla gotcha gothic gotohell govols granny grapes
grease great greatone green greenbay greenday greens gregor gremlin grendel gretzky griffey
gringo grizzly gromit groove groovy groucho grumpy gsxr guai guang guanliyuan guardian
guiness guinness guitar gundam gunnar gunner gunners gustav hack hacked hacker hairy
halflife halifax hallo hambone hamburg hamish hamlet hammer hammers hamster handyman hannah
hannibal hansolo happy happyday hardcock hardcore hardon hardrock harley harry havefun
hawaii hawaiian hawkeye hawkeyes hayabusa hearts heater heather heaven heckfy hedgehog
heineken hellfire hello helloo hellos hellyeah helmet helpme hendrix hentai herbie hercules
hermes hershey hesoyam heynow hidden highland hiphop hippie hithere hitler hitman hjvfirf
hobbes hobbit hockey hokies holiday holly hollywoo holyshit homer homers homerun honda
hondas honey hongkong hooker hoosier hoosiers hooter hooters hootie hopeful horizon horndog
hornet horney horny horse horses hotbox hotboy hotdog hotpussy hotred hotrod hotsex hotshot
hotstuff hottie house hover huai hummer hunter hunting hurrican husker huskers huskies
hustler hyperion iamgod ib6ub ibanez iceberg icecream iceman idontkno idontknow iforgot igor
iguana ihateyou illini illusion ilovesex iloveu iloveyo iloveyou immortal impala incubus
indiana indians indigo inferno infiniti infinity insane insert insomnia integra intel
internet intrepid intruder inuyasha iomega ipswich irina irish ironman iscool istanbul
italia ivanov ivanova iverson iwantu j4ye3uz jabroni jackal jackass jackoff jackpot jackson
jacob jagger jaguar jamaica james jamesbon jamesbond jamie jammer jammin jarhead jasmine
jason jasper java jaybird jayden jayhawk jayhawks jazzman jedi jeep jenn jenny jericho
jerkoff jessic jessica jester jesus jethro jetski jewels jiang jimbo jimbob jimmy jing jiong
jktymrf jockey johann johannes john johnboy joker jokers jones jordan joshua jrcfyf juggalo
juice jumper junebug jungle junior jupiter just4fun just4me justdoit justice justin justme
juventus kahuna kakashka kaktus kamikaze kangaroo kansas karate karina karolina kashmir
kasper katana katerina katie katrin kawasaki kcj9wx5n keeper kefu kelly kenshin kenwood
kenworth kevin keyboard keystone keywest kickass kicker killbill killer killers killme
kilroy kingfish kingkong kingpin kingston kinky kipper kirill kisses kissme kissmyass kitkat
kitten kitty kittycat kittykat klaster kleopatra klingon knickers knicks knights knockers
knopka kodiak kolobok kool korn koshka kosmos kostya kotaku kotenok krishna ktyjxrf kuai
kume kungfu labrador labtec lacrosse ladybug laguna lakers lakota lancelot lancer lansing
laptop larisa laser lassie lasvegas latinas latino laurent lazarus leather leavemealone
ledzep legacy legend legion legolas leng lennon leonid leopard lesbian lesbians lespaul
lestat letmein letsgo lexmark lexus liang liao liberty lick licker licking lickit lickme
lifehack lighter lightnin lightning lights linda lineage lion lionking liquid liverpoo
liverpool lizard lobster loco logan logitech lokomotiv lolipop lollipop lollol london
lonestar lonewolf longhorn looker looser loser losers lotus love loveit lovely loveme lover
loverboy lovers lovesex loveyou lowrider ltybcrf luan lucifer lucky luckydog ludmila lust
lvbnhbq macdaddy machine macross maddie maddog madina madison madman madmax madness madonna
maestro maggie maggot magic magick magicman magnum magnus magpie maiden mailcreated mailman
majestic makaveli maksim malaka malibu malina mallard mamapapa manchest manchester mancity
mandarin mandingo mango maniac manowar manson mantis manutd maradona marathon maria marika
marina marine mariners marines marino marius marker marlboro marley martin martini maryjane
massive maste master matador matrix matteo matthew mature maverick maxell maxim maxima
maximus maxwell maxx maxxxx mayday mayhem mazafaka mazda mclaren meatball meathead meatloaf
mechanic medusa megadeth megaman megapass megatron meister melissa mellon mellow memorex
memphis menace meng meowmeow mephisto mercedes mercury meridian merlin merlot mermaid
mersedes metallic metallica mets mexico miami mian miao michae michael michigan mickey
microlab micron microphone microsof microsoft midget midnight midway mighty mikey milana
milano milena milkman millwall mima minecraft minime mirage misfit misfits mishka missy
mister mistress misty mittens mnbvcxz modena mojo molly mollydog moloko molson momoney
monaco monalisa monarch monday mondeo money moneyman moneys mongoose monitor monke monkey
monkeys monopoly monster montana montgom montreal moocow mookie moomoo moonlight moose
morgan moritz morpheus mortgage mortimer moscow mother motherlode motorola mountain mouse
mozart muffin mulder mullet multiplelo munchkin muppet musashi muscle mushroom music musica
musicman mustafa mustang mustangs mustard mybaby mylife mylove myname mypass mystic naked
nanook napass napoli napster naruto nascar nasty nastya natali natasha naughty ncc1701a
ncc1701d ncc1701e nebraska nemesis neng neptune netscape nevada newbie newcastl newlife
newpass newport newyork nfnmzyf niao nickel nicola nicole nigger nike nikita nikitos nikola
nikolay nimbus nimrod niners ning ninja ninjas nintendo nipper nipple nipples nirvana nissan
nitram nofear nokia nolimit nomore nong noodle noodles nookie nopass novell ntktajy nuan
nude nudist nugget nuggets number nuttertools nwo4life nyjets nylons nymets oakland oasis
obelix obiwan oblivion oceans ohyeah oicu oilers oksana oldman oleg oliver olivier omega
onelove onetime online onlyme openup operator optimus oracle orange oranges orchid orgasm
orioles orion oscar osiris othello outkast outlaw overkill overlord oxford pa55w0rd pa55word
pacers packard packer packers pacman padres paintbal paintball pakistan paladin paloma
panama panasoni panasonic pancho panda pandora pantera panther panthers panties pantyhos
panzer paradise paradox parola parrot pascal pass passat passion passme passport passw0rd
passwd passwor password passwords passwort patches patric patrick patriot patriots pavilion
pdtplf peach peaches peanut peanuts pearljam pebbles peekaboo peewee pegasus pencil peng
penguin penguins penis penny penthous pentium pepper pepsi persik pervert peter peterpan
petrov peugeot phantom pheonix philippe philips phillies philly phish phoeni phoenix photos
phpbb pian pianoman piao picard picasso piccolo pickle pickles pickup pics piglet pikachu
pillow pimp pimpin pineappl ping pingpong pinhead pink pinkfloy pinkfloyd pinky pioneer
pippen piramida pirate pirates pisces pissing pissoff pistol pitbull pizza pizzas planet
plasma plastic platinum playboy player playstation playtime plumber plymouth pobeda poison
poiuyt poiuytrewq pokemon polaris police polina polniypizdec polo polska pompey poncho
pontiac pony poochie poodle pooh poohbear pookie poontang poop pooper poopie poopoo pooter
popcorn popeye poppy porkchop porn porno pornos pornstar porsche portland portugal poseidon
possum postal potato pothead powder power preacher precious predator prelude presario presto
primus prince princes princess pringles printer prissy private privet prodigy prophet proxy
psycho puddin pudding pulsar pumpkin punisher punkin punkrock puppies puppy pupsik purdue
purple pussey pussie pussies pussy pussycat pussyman pussys putter pyramid python q1w2e
q1w2e3r q1w2e3r4t q1w2e3r4t5y q2w3e q2w3e4r q2w3e4r5t q2w3e4r5t6y qa2ws3ed qawsed qawsedrf
qaz2ws qaz2wsx qaz2wsx3edc qazqaz qazwsx qazwsxed qazwsxedc qazwsxedcrfv qazxsw qazxswedc
qazzaq qiang qiao qing qiong quan quantum quartz quattro queens quest qw34er qwas qwaszx
qweasd qweasdzxc qweqwe qwer qwerasdf qwert qwerty qwertyu qwertyui qwertyuio qwertyuiop
qwertz r2d2c3po rabbit rabota racecar racer racerx rachel racing radiohea ragnarok raider
raiders rainbow rainman raistlin rambler rambo rammstein ramones ramses rancid random ranger
rangers raptor rascal rasdzv rasputin rasta rastaman raven ravens razz rbhbkk rctybz reader
realmadrid reaper rebecca rebel rebels redalert redbird redbull reddog redfish redhead
redhot redline redman redneck redrum reds redskins redsox redwing redwings redwood reebok
reefer renault renegade reng rereirf rescue retard rfhbyf rfnthbyf rfrfirf rfrnec rhbcnbyf
rhfcjnrf rhino rhtdtlrj richard rightnow ripken ripper ripple rjirfrgbde rjntyjr rjycnfynby
roadkill roadking roadrunn robert robotech rocker rocket rockets rockford rockhard rockon
rocks rockstar rocky rodman roller rolltide romashka rommel ronaldo rong rookie rooster
rootbeer rosebud rotten route rover rovers royals rtyuehe ruan rubber rulez rulezzz
runescape runner rush ruslan russia rustam rusty sabbath sabine sabres sadie safari sahara
sailboat sailing sailor saints sakura salamander salasana saleen sally salmon salomon
salsero samantha samiam sammy samson samsung samtron samurai sancho sandiego sandman sandro
sandy sanfran sapper sapphire sarah saratoga sascha sasha sassy sasuke satan satana saturn
saun sauron sausage sayang scania scanner scarface scarlet scooby scoobydo scooter scorpio
scorpion scotch scotland scott scotty scout scrappy scream scruffy scuba scully seahawks
seamus searay seattle sebastia secret security seeker seinfeld select seminole semperfi seng
sentinel septembe serega serenity sergei sergey sergi sersolution server sesame seven sex4me
sexsex sexual sexx sexxxx sexy sexyboy sexygirl sexyman shado shadow shaggy shai shalom
shaman shamrock shaney shang shanghai shania shannon shao shaolin shark sharks sharky shasta
shaved shazam shei shelby shemale sheng sherlock shiloh shiner shitface shithead shitty
shogun shooter shorty shotgun shou showme showtime shuai shuang shun shuo shutup siemens
sierra silver silverad simba simon simple simpsons sinatra sinbad sinister sinner sirius
sithlord sixers skate skater skeeter skidoo skiing skinny skipper skippy skittles skorpion
skydive skylar skyler skyline skywalke skywalker slacker slapper slappy slapshot slave
slavik slayer sleepy slick slider slim slinky slipknot slippery slut sluts slutty smashing
smeghead smegma smelly smiles smiley smiths smitty smoke smoker smokes smokey smokie smokin
smooth smudge smut snake snakes snapon snapper snapple snatch sneakers snickers sniper
snooker snoop snoopdog snoopy snowball snowboar snowman snuffy snuggles sobaka soccer
socrates softball software sojdlg123aljg soldier soleil solnce sommer sonic sonics sonoma
sony sooners sophi sophie soso123aljg soulmate southpar southpark spaceman spank spanking
spankme spanks spanky sparkle sparky sparta spartak spartan spartans spawn speaker specialk
spectre spectrum speedo speedy spencer spice spider spiderma spiderman spidey spike spinner
spirit spitfire splash splinter sponge spongebob spooky spring sprint sprite spunky spurs
sputnik spyder squall squash squirrel squirt srinivas stalin stalker stallion star starbuck
starcraf starcraft stardust starfire starfish stargate starman starship starter startrek
starwars static stealth steeler steelers stefano steph stephani stereo sterlin steve sticks
sticky stimpy sting stinger stingray stinky stocking stocks stonecol stonecold stoned stones
stoney storm stormy stranger strider strike striker stripper stroker stud studly stumpy
stunner stupid suan subaru sublime submit subway subzero success suck sucker suckit suckme
sucks sugar sultan summer summit sundance sunday sunflowe sunflower sunnyday sunrise sunset
sunshin sunshine super superfly superman supersta superstar surf surfer surfing suzuki sveta
svetik svetlana svoboda swallow sweet sweetpea sweets sweety swimmer swimming swinger
swingers sword swordfis swordfish swords sydney syncmaster syracuse syzygy tacobell tacoma
talisman talon tango tanker tardis target tarheel tarheels tarzan tattoo tatyana taurus
taylor tazman tazmania tdutybq tdutybz teacher technics techno teddy teddybea teddybear teen
teens tekken telefon temp tempest templar teng tennis tequila terminator terrapin terror
test tester testing testpass texas thailand thanatos thankyou theboss thecat thedog thedoors
thedude theend thegame thegreat thekid theking theman theone therock thesims thirteen thoma
thomas thongs thor thuglife thumbs thumper thunder thunderb tian tiberius tiburon tickle
tiffany tiger tigers tigger tights timber ting tinker tinkerbell tinman tintin titanic
titanium titans titleist tits titten titties titty tolkien tomato tomcat tommy tommyboy
toolman toon tootsie topcat topdog topgun topher topper tornado toronto toshiba tottenha
tottenham toyota tracker tractor trader trainer trance transam translator trapper travel
traveler treasure trebor trfnthbyf triangle tricky trident trigger trinity triton triumph
trixie trojan trojans trombone trooper trouble truck trucker trucks truelove trumpet trunks
trustno tsunami tuesday tuiguang tulips tunafish tundra turbo turkey turtle tweety twilight
twinkle twisted twister tyler typhoon ufkbyf ugd5hip2j ultima ultimate umbrella underdog
undertaker unicorn unreal usarmy usmc usnavy usuckballz utopia vacation vader vadim vagina
valentin valentina valera valhalla valkyrie vampire vanhalen vanilla vasilisa vector vectra
vedder vegeta velvet venera verbatim veritas vermont veronika vertigo vette vfczyz vfhbyf
vfhecz vfhufhbnf vfksirf vfrcbv vfrcbvrf vfvekz vfvfgfgf vfvjxrf viagra victory viewsonic
viking vikings viktor viktoria violetta viper vipers virgin vision vitalik vkontakte vladik
vladimir vladislav volley volvo voodoo vortex voyager voyeur vulcan walleye walmart walnut
walrus wangluo wanker wapbbs warcraft wareagle warhammer warlock warlord warrior warriors
warthog wasser wassup watcher waterloo weasel webmaste webmaster weed weezer welcome welder
weng werewolf westham westside westwood wetpussy whatever whatsup wheels whiskers whiskey
whisky whisper whitesox whitey whocares whore whynot wibble wicked wildcard wildcat wildcats
wildfire wildman william willow windows windsor winner winston winter wisdom wishbone wizard
woaini wolf wolfgang wolfie wolfman wolfpack wolverin wolverine wolves wombat woody woofwoof
woohoo wookie wordpass woshishui wraith wrangler wrestle wrestlin wrinkle wutang x2zkg8w
xanadu xavier xbox xerxes xfiles xiang xiaoshou xing xtreme xxxpass yamaha yankee yankees
ybrbnf ybrjkfq yeahbaby yellow yfcntymrf yfnfif yfnfkmz yoda yomama yosemite yourmom yousuck
ytrewq yummy yzerman z1x2c z1x2c3v zang zaphod zappa zaq12wsx zaq1xsw zaqwsx zaqxsw zaraza
zenith zeppelin zerocool zeus zhai zhei zheng zhong zhongguo zhou zhuai zhuang zhuguan zhui
zhun zidane ziggy zigzag zipper zippy zombie zorro zvezda zxasqw zxcasd zxcasdqwe zxcv
zxcvbn zxcvbnm
)";

}  // namespace vouch::password
