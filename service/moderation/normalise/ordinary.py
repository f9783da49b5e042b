"""Words that a text is made of: what is one of them is no part of something cut up or drawn out.

The sets save time and nothing else: a word that is missing costs a microsecond in a text that has it.
"""


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SHORT = _words(
    # English, and a few words of French, German, Spanish, Italian and Dutch.
    """
    a i u n x y ad ai ah al am an as at aw be by do eh ex go ha he hi hm if in io ip is it la lg ma me mr ms
    my no of oh ok on or os ox pc pm so tb to tv uh uk um up us vs we wo ya ye yo act add ads age ago aid
    aim air all and any api app apt are arm art ask ate bad bag ban bar bat bed bee bet bid big bit bot box
    boy bug bus but buy bye can cap car cat ceo cpu cup cut dad day ddr did dig dns dog don dot dry due ear
    eat egg ego end era err etc eve eye fan far fat few fit fix fly for fox fun gap gas get god got gpu gun
    guy had has hat her hey hid him his hit hot how ice ill ios its jam jar job joy key kid law lay led leg
    let lie lip llm log lol lot low mac mad man map max may men met mid min mix mod mom mud nah net new nor
    not now nut odd off oil old one opt our out own pad pan pay pcs pdf pen per pet pin pop pro put ram ran
    raw ray red rid rip row run sad sat saw say sea see set she shy sim sit six sky son spy ssd sub sue sum
    sun tab tag tap tax tea ten the tie tip too top try two ups url usa usb use van via vpn war was way web
    who why win won wow yep yes yet you zip isn
    au ce de des du el en er es est et eu il im je le les los lo ne ou que se si su sur te tu un una une qui
    das dem den der die ein ich ihr ist mal mit nur sei sie uns und von vor wie wir zu zum zur auf aus bei
    bis che con del non por sin las het een dat op
    """
)
"""Words of up to three letters."""

DOUBLED = _words(
    """
    accept accepted access according account accounts across actually add added adding additional address
    addresses agree agreed all alliance allow allowed allows annoying app apparently appear appears apple
    application applications appreciate approach approve apps arrived assembly assess asset assets assume
    attached attack attempt attempts attention attitude ball balls basically bass battery been beer
    beginning bell better between bigger bill billion bills bloom book books boost boot boots boss bottle
    bottom broom bubble buggy bulletproof business button buzz call called calls cannot career carefully
    carry cell cells channel cheese choose class classes classic clipping coffee collect collected
    collection college comment comments commit committee common communicate community connect connected
    connection cook cookie cookies cooking cool cooling copper correct correctly cross current currently
    debugger deep deeply deer degree dell different difficult dinner discuss discussed discussion dollar
    door dressed drizzle dropped effect effective effort engineer engineering error errors especially essay
    essentially eventually excellent express fall feed feedback feel feeling feels feet fell fifteen fill
    filled finally fleet floor flutter foggy follow followed following food fool foot football forgotten
    free freedom freely full fully funny generally getting glass good goods google grass greedy green greet
    guess hall hammer happen happened happening happens happier happy hell hello hidden hill hollow hood
    hook hopefully ill illegal immediately impossible impressed impression indeed initially inner install
    installed installing intelligent issue issues jazz keen keep keeping keeps kill ladder less lesson
    letter letters literally little look looked looking looks loss manner mapping massive matter matters
    meet meeting mess message messages middle million mirror miss missed missing mission mood moon naturally
    necessary need needed needle needs noon normally occasionally occur occurred odds off offer offered
    office official officially offline oppose opposite originally paddle parallel pass passed passive
    password passwords peer peers pepper permission permissions personally pizza planning poll pool poor
    possible possibly potentially practically press pressed pressure pretty process processor processors
    professional professor programmer programming progress proof pull pulled putting puzzle quarrel queen
    really recommend recommendation recommended riddle roll rolled rolling roof room root roots running
    scanner school scooter screen screens see seed seeds seeing seek seem seemed seems seen sell selling
    session setting settings shall sheet shell shipping shoot shopping sixteen skiing skill skills sleep
    small smaller smell smooth soon sorry specially speech speed speeds spell spelling spoon steel steep
    still stood stopped street stress stuff succeed success successful successfully sudden suddenly suffer
    suggest summer sunny supply support supported supporting supports suppose supposed sweet tall taller
    technically teen teens teeth tell tells terrible thirteen three thrill tomorrow too took tool tools
    tooth totally traffic transmission tree trees tunnel twitter typically unless upper usually vacuum
    valley village wall wallet wallpaper wedding week weeks well wheel wheels wii will willing winner
    winning wireless wood worry wrapper written yell yellow zoo zoom
    """
)
"""Words with a letter twice in a row."""
