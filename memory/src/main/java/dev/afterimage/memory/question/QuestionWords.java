package dev.afterimage.memory.question;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The closed word lists and patterns by which {@link QuestionReader} tells the forms of English questions apart. */
final class QuestionWords {

    static final Pattern HOW_OFTEN = find("how often|how many times|how many visits|how many occasions|number of times|how frequently");
    static final Pattern SCENES = Pattern.compile("\\bscenes?\\b.*\\b(?:chang(?:e|es|ed|ing)|switch(?:es|ed)?|cut|end(?:s|ed)?|begins?|began|starts?|started)\\b|\\b(?:chang(?:e|es|ed) of|new|how many(?: different)?) scenes?\\b|\\bcuts? (?:in the|to another)\\b|\\bpicture (?:chang(?:e|es|ed)|cut) (?:completely|entirely)\\b");
    static final Pattern COLOUR = find("(?:what|which) (?:is |was |were |are )?(?:the )?colou?rs?");
    /** Asks by which side something came or went. */
    static final Pattern SIDE = find("(?:(?:which|what) (?:side|edge|direction|way)|where)\\b.*\\b(?:com(?:e|es|ing)(?: in)?(?: from)?|came(?: in)?(?: from)?|enter(?:s|ed|ing)?|arriv(?:e|es|ed)|appear(?:s|ed)? from|"
            + "leav(?:e|es|ing)|left|exit(?:s|ed)?|go(?:es|ne)?(?: out)?|went(?: out| off)?|disappear(?:s|ed)?|head(?:s|ed|ing)?|driv(?:e|es|ing)|drove|walk(?:s|ed|ing)?|mov(?:e|es|ed|ing))|from which (?:side|edge|direction)|"
            + "(?:by|at|on|to|towards?|through) which (?:side|edge) .*(?:leav|left|exit|came?|enter|went|gone?|disappear).*");
    static final Set<String> COLOURS = Set.of("black", "white", "grey", "gray", "red", "orange", "yellow", "green", "blue", "purple", "pink", "brown");
    static final Pattern HOW_LONG_AGO = find("how long ago|how (?:long|many (?:seconds|minutes)|much time) (?:until|till|before|does it take|did it take|into|passes|passed|had passed|elapse[sd]?)|how (?:far|long|many (?:seconds|minutes)) (?:in\\b|into)|(?:how long|how many (?:seconds|minutes)) after|after how (?:long|many)");
    static final Pattern HOW_LONG = find("how long|how many (?:seconds|minutes|hours)|how much time|duration|length of time");
    static final Pattern WHICH_FIRST = find("(?:which|what|who)\\b.*\\b(?:first|earlier|sooner|before)");
    static final Pattern BEFORE_AFTER = find("(?:before|after|earlier than|later than)");
    static final Pattern WRITING = find("text|texts|writing|written|caption|headline|subtitle|banner|lettering|inscription|(?:number|licen[cs]e) plate"
            + "|(?<!stop )signs?|signage|poster|words?|letters?");
    static final Pattern SAYS = find("(?:what|which)\\b.*\\b(?:says?|reads?|spells?|written|shown? on the screen)|read (?:the|out|what|any)");
    static final Pattern SPOKEN = find("(?:what|which)\\b.*\\b(?:said|told|spoken|heard)");
    static final Pattern HOW_MANY = find("how many|number of|counts? (?:of|the|all|how)|count|how much");
    static final Pattern WHEN = Pattern.compile("^(?:(?:and|so|but|ok|okay|please|exactly|then|tell me|show me|find|find out|do you know|can you (?:tell|show) me|i want to know)\\W+)*"
            + "(?:exactly |since |until |from )?when\\b|\\b(?:at |around |about )?(?:what|which) (?:exact |point in )?(?:times?|timestamps?|moments?|seconds?|minutes?|points?|period)\\b"
            + "|\\bthe (?:moments?|times?|timestamps?|parts?|scenes?) (?:when|where|in which|at which|of)\\b|\\bsince when\\b|\\buntil when\\b"
            + "|^(?:find|show|locate|jump to|go to)\\b");
    /** Asks for times without asking when: {@code list all cars with their times}. */
    static final Pattern TIMES_OF = Pattern.compile("\\b(?:timestamps?|(?:the|their|all) times)\\b|^(?:please )?(?:list|enumerate)\\b");
    static final Pattern WHERE = find("where|(?:which|what) (?:side|part of the (?:picture|frame|image|scene|table|room)|corner|direction|half of|position|place)|left or (?:on |to |in )?(?:the )?right"
            + "|right or (?:on |to |in )?(?:the )?left|whereabouts");
    static final Pattern WHAT = find("what|which|who|whom|describe|summari[sz]e|list|name (?:the|all|every)|tell me about|what's|recap");
    static final Pattern EXISTS = Pattern.compile("^(?:(?:and|so|but|ok|okay|please|then)\\W+)*(?:is|are|was|were|did|do|does|has|have|had|can|could|any|anyone|anybody|anything|someone|isn't|wasn't|will)\\b"
            + "|\\b(?:whether|if) (?:there|any|a|the)\\b|\\bsee(?:n)? (?:a|an|any)\\b");

    static final Pattern LEAVES = find("leaves?|leaving|disappear(?:s|ed|ing)?|gone|(?:go|goes|went|going) (?:away|out|off)|vanish(?:es|ed)?|"
            + "(?:drives?|drove|driven|driving|walks?|walked|walking|moves?|moved|runs?|ran|rides?|rode) (?:off|away|out)|exits|exited|exiting|departs?|departed|"
            + "out of (?:the )?(?:picture|frame|view|sight|shot)|no longer|last(?:ed)? until|until when|not (?:there|visible) any ?more");
    /** {@code left} as a verb. */
    static final Pattern LEFT = Pattern.compile("(?<!\\b(?:the|on|to|far|is|was|are|were|or|at|top|bottom|upper|lower)\\s)\\bleft\\b(?!\\s(?:side|hand|or|of|half|part|corner|edge))");
    static final Pattern REMOVED = find("tak(?:e|es|en|ing)(?! place)|took|remov(?:e|es|ed|ing)|pick(?:s|ed)? up|grab(?:s|bed)?|lift(?:s|ed)?|(?:put|cleared?) away|decreas(?:e|es|ed|ing)|stolen");
    static final Pattern ADDED = find("put|puts|putting|plac(?:e|es|ed|ing)(?= )|add(?:s|ed|ing)?|set down|brought|returned|put back|increas(?:e|es|ed|ing)|join(?:s|ed)?");
    static final Pattern CHANGES = find("chang(?:e|es|ed|ing)|vary|varies|varied");
    static final Pattern APPEARS = find("appear(?:s|ed|ing)?|shows? up|showed up|shown up|com(?:e|es|ing)|came|arriv(?:e|es|ed|ing)|enter(?:s|ed|ing)?|driv(?:e|es|ing|en)|drove|"
            + "pass(?:es|ed|ing)?|walk(?:s|ed|ing)?|step(?:s|ped)? in|turn(?:s|ed)? up|emerg(?:e|es|ed)|(?:go|goes|went|going|ride|rides|rode|riding|cycle[sd]?|run|runs|ran|running) (?:by|past|through|across|in|into|over|along)|"
            + "cross(?:es|ed|ing)?|mov(?:e|es|ed|ing)|get(?:s)? in|got in|start(?:s|ed)?|beg[ia]ns?|visit(?:s|ed)?|becom(?:e|es)|became|joins?|joined|stop(?:s|ped)? by");
    static final Pattern TOTAL = find("in total|altogether|overall|in all|all in all|different|distinct|in sum|total");

    static final Pattern MOST = find("most|most crowded|maximum|max|highest|largest|greatest|peak|busiest|fullest|record");
    static final Pattern FEWEST = find("fewest|least|minimum|lowest|smallest");
    static final Pattern TOGETHER = find("at the same time|simultaneously|at once|together|both|all at once");
    static final Pattern ALONE = find("alone|by (?:him|her|it)self|on (?:his|her|its) own");
    static final Pattern EMPTY = find("empty|nothing|deserted|vacant|nobody|no one|no-one|none|clear of|free of|not anything");
    static final Pattern NOBODY = find("nobody|no one|no-one");

    /** Places that are empty when nobody is there, whatever stands in them. */
    static final Pattern INDOORS = find("rooms?|office|hall|hallway|house|home|shop|store|kitchen|corridor|lobby|couch|sofa|chairs?|bench|bed|seats?|stairs|doorway");

    static final Pattern FIRST = find("first|1st|earliest|initial");
    static final Pattern LAST = find("last|latest|most recent|most recently|final|newest");
    /** {@code twice}, {@code three times}: asks for that many visits. */
    static final Pattern REPEATED = Pattern.compile("\\b(?:(twice)|(\\d+|two|three|four|five|six) times)\\b");
    static final Pattern STREAM = find("video|clip|recording|footage|film|movie");
    static final Pattern TIMES = find("(?:time|times|occasion|visit|appearance)");

    static final Pattern LEFT_PLACE = find("(?:on|to|at|in) the (?:far |very )?left|left(?:-| )?(?:side|hand|half|part)|leftmost");
    static final Pattern RIGHT_PLACE = find("(?:on|to|at|in) the (?:far |very )?right|right(?:-| )?(?:side|hand|half|part)|rightmost");
    static final Pattern CENTRE_PLACE = find("(?:in|at) the (?:very )?(?:centre|center|middle)(?! of the (?:video|clip|stream|recording))");

    static final Pattern PAST = find("was|were|did|had|been|has|have|happened|saw|seen|came|passed|appeared|drove|walked|went|used to");
    static final Pattern DO = find("do|does");
    static final Pattern PRONOUN = find("it|they|them|he|she|that one|those|these|him|her|its|their|this one|the first one|the last one|the second one|one|ones");
    static final Pattern FOLLOW_UP = Pattern.compile("^(?:and|what about|how about|then|also|but|or|ok and|okay and)\\b");

    /** What notes made by a detector and a text reader don't tell. */
    static final Pattern UNSUPPORTED = find("colou?rs?|directions?|which way|what way|red|blue|green|yellow|black|white|gr[ea]y|brown|pink|purple|silver|golden|why|how (?:fast|old|tall|big|heavy|far|does|did|do|is|was|are|were|can|come)|"
            + "whose|what (?:kind|type|brand|make|model|sort|breed|day|weather|name)|wearing|wears?|wore|dressed|eat(?:s|ing|en)?|ate|drink(?:s|ing)|drank|fight(?:s|ing)?|fought|fall(?:s|ing|en)?|fell|"
            + "steal(?:s|ing)?|stole|smil(?:e|es|ed|ing)|laugh(?:s|ed|ing)?|cry(?:ing)?|cries|cried|sing(?:s|ing)?|sang|danc(?:e|es|ed|ing)|sleep(?:s|ing)?|slept|cook(?:s|ed|ing)?|"
            + "talk(?:s|ed|ing)?|speak(?:s|ing)?|spoke|jump(?:s|ed|ing)?|throw(?:s|ing)?|threw|kick(?:s|ed|ing)?|hug(?:s|ged|ging)?|kiss(?:es|ed|ing)?|wav(?:e|es|ed|ing)|drop(?:s|ped|ping)?(?! to)|time (?:passed|passes|elapsed) between|how long between|"
            + "br[eo]ak(?:s|ing)?|broke|broken|crash(?:es|ed|ing)?|collid(?:e|es|ed)|accident|spill(?:s|ed)?|pour(?:s|ed|ing)?|police|smok(?:e|es|ed|ing)|snow(?:s|ed|ing)?|rain(?:s|ed|ing)?|burn(?:s|ed|ing)?|fire(?! hydrant| truck)");
    /** {@code Is the person ...}: asks what a thing is like or does, not whether there is one. */
    static final Pattern ABOUT_ONE = Pattern.compile("^(?:and )?(?:is|are|was|were|does|do|did|has|have) (?:the|this|that|these|those|his|her|their) ");
    static final Pattern WITH_UNKNOWN = Pattern.compile("\\b(?:with|wearing|holding|carrying|has|have|using) (?:a|an|some|any|the|his|her) ([a-z-]+)(?: ([a-z-]+))?");

    static final Set<String> PREPOSITIONS = Set.of("on", "in", "at", "near", "under", "behind", "beside", "by", "across", "through", "into", "onto", "from", "off",
            "inside", "around", "along", "past", "over", "against", "opposite", "between", "to", "above", "below");
    static final Set<String> DETERMINERS = Set.of("the", "a", "an", "this", "that", "these", "those", "my", "our", "your", "his", "her", "their", "wooden", "front", "dining", "other");
    /** Things that more often say where than what. */
    static final Set<String> PLACES = Set.of("table", "bench", "couch", "chair", "bed", "seat", "furniture");
    static final Map<String, Integer> NUMBERS = Map.ofEntries(Map.entry("zero", 0), Map.entry("no", 0), Map.entry("one", 1), Map.entry("single", 1), Map.entry("two", 2),
            Map.entry("couple", 2), Map.entry("pair", 2), Map.entry("three", 3), Map.entry("four", 4), Map.entry("five", 5), Map.entry("six", 6), Map.entry("seven", 7), Map.entry("eight", 8),
            Map.entry("nine", 9), Map.entry("ten", 10), Map.entry("eleven", 11), Map.entry("twelve", 12));
    static final Map<String, Integer> ORDINALS = Map.of("second", 2, "2nd", 2, "third", 3, "3rd", 3, "fourth", 4, "4th", 4, "fifth", 5, "5th", 5, "sixth", 6);
    /** Words that name nothing a question could be about. */
    static final Set<String> IDLE = new HashSet<>(List.of(("a an the this that these those some any all each every no not only just exactly at on in of to by for from with and or but so then there here it its they them he she him her his "
            + "their you your we our i me my one ones is are was were be been being am do does did done has have had can could will would should may might shall if whether as than more most least less few fewer many much "
            + "how what when where which who whom whose why time times moment moments second seconds minute minutes hour hours point first last next previous final latest earliest still again ever yet now right left centre "
            + "center middle side top bottom front back up down out off away through across into onto over under near around along past before after during while until since about between same once together both "
            + "see seen saw seeing look looks looking looked watch watched show shows showed shown appear appears appeared visible present find found notice noticed spot spotted detect detected tell say says said read reads "
            + "happen happens happened happening going go goes went gone come comes came coming pass passes passed passing drive drives drove driving driven walk walks walked walking enter enters entered entering "
            + "arrive arrives arrived leave leaves leaving disappear disappears disappeared stand stands standing stood sit sits sitting sat wait waits waiting stay stays stayed cross crosses crossed crossing move moves moved moving "
            + "get gets got take takes taken took put puts placed place remove removed add added back parked park stop stops stopped start starts started begin begins began end ends ended run running ride rides riding "
            + "picture pictures frame frames image images video videos clip clips camera cameras stream recording footage film scene scenes view screen shot street streets road roads room rooms table tables floor wall door "
            + "doorway window desk shelf hall hallway corridor kitchen office garage driveway parking lot yard garden house building outside inside anywhere somewhere location place area ground background foreground number count total "
            + "maximum minimum different please okay ok yes exist exists existed contain contains contained include includes included kind empty nothing nobody none long often duration maybe also too very really actually "
            + "entire whole second-hand least like been's two three four five six seven eight nine ten eleven twelve zero single couple pair several multiple lane highway crossing sidewalk pavement alone let's well thing sort observe observed observing occur occurs occurred event events activity activities action situation describe summarize summarise summary recap list recorded captured displayed display lying lies located featured report give interesting important new old else special unusual remain remains remaining busy busiest crowded fullest thing things plainly currently going on around here nearby close behind front content contents whats tell me about anybody anyone give overall summary clearly").split(" ")));

    private QuestionWords() { }

    private static Pattern find(String words) {
        return Pattern.compile("(?<![\\w-])(?:" + words + ")(?![\\w-])");
    }
}
