"""Patterns of wordings that training draws from beside `phrases.py`: a model that has met sixteen ways to ask *when* knows sixteen ways."""
import itertools
import re

# [a/b/] is one of a, b and nothing. The phrasings that only measurements use must not come out of them: `wordings` leaves them out.
PATTERNS = {
    "now": """what [do/can] you see [right now/at the moment/currently/at this point/just now]|what is [there/visible/shown/in sight/on screen/in front of the camera/before you] [now/right now/at the moment/currently/just now]
what is [in front of me/in front of us/around/here] [now/right now/just now]|[now/right now/currently] what [is there/do you see/can you see/is in the picture]|what does the camera [see/show] [now/right now/at the moment]
[describe/say] what [is there/is visible/you see] [at the moment/currently]|which [thing/object/item] is [there/visible/shown/here] [now/right now/at the moment]|what am i looking at [now/right now]
tell me what [is there/you see/is visible] [now/right now/at the moment]|what [are we/am i] [seeing/looking at] [right now/at the moment]|name what [is there/is visible] now|what is in view [at the moment/at present/just now]""",
    "look": """which [things/objects] are [there/visible/shown] [in the frame/in the photo/in this picture/here/]|what [do we/do i/could you] see [here/in this image/]|tell me what [is here/you see here/the picture shows/is in the picture]
[please/] describe [this image/this picture/the image/what is here]|what [appears/stands/is] in [the/this] [picture/image/photo/frame]|what kind of [thing/object] is [this/it]|what might this be|name [what is shown/the things/all objects/everything in the picture]
say what [this is/it is/is in the image]|what is [in the frame/on the picture/before you/in front of you]|which objects [do/can] you see [here/]|what's [there/here/shown/visible/in the photo]
can you tell me what [is in the picture/is shown here/you see]|what does [the image/this photo/this picture] [show/have]|list [what is here/the objects/the things] [in the picture/in this image/]""",
    "at": """what [was/is] [to be seen/in sight/happening/in front of you] at {t}|at {t} what [is there/did you see/was shown/could you see/is visible/was it/appeared]|what [could/can] you see at {t}|[which/what] [thing/object/item] [was/is] [there/visible/shown/in the frame] at {t}
[which/what] [things/objects] [were/are] [there/visible/shown] at {t}|[which/what] [thing/object/things/objects] did you see at {t}|[describe/say/name] what [was there/you saw/was shown/was visible] at {t}|what does the [video/frame/camera] show at {t}
what did the [video/clip/frame] show at {t}|look at {t} what is there|what about {t}|what happens at {t}
tell me what [was there/you saw/was visible] at {t}|at {t} what [was in view/things were there]|which things were [there/shown/in view] at {t}|what did you have in view at {t}""",
    "all": """what [things/objects/items] [did you see/were shown/appeared/have you seen/came up/were visible/could you see] [/so far/in the video/in the clip]|[name/list/describe/say] [everything/all things/all objects] you [saw/have seen] [/in the video/in the clip]
what did you see [in the video/in the clip/in all/so far/over time/today]|what [was/is] [in the clip/in the film/in it/to be seen]|what has [appeared/come/been shown/been there] [/so far]|which [strange/odd/special/unusual/extra] [object/thing/item/picture] [was shown/appeared/was there/did you see]
what [picture/image] was shown [/in the video]|what does the [video/clip] show|what [strange/odd/unusual/extra] thing [was shown/was in the video/did you see]
what has come into [sight/the picture]|tell me [what you saw/everything you saw/all you have seen]|which needle was [hidden/shown/there]|what was hidden in the video|what [came/moved] into the frame""",
    "left": """[which/what] [thing/object/item] [is/was] [on/to/at] the left [/side]{at}|what [is/was] [to/on] [the left of the picture/the left of the frame/the left half/your left/our left]{at}|what [can/could] you see on the left{at}|[describe/say] what [is/was] on the left{at}
what [appears/stood/lies/appeared] on the left [/side]{at}|what [did/do] you see [to the left/on your left/at the left]{at}|on the left what [is/was] there{at}""",
    "right": """[which/what] [thing/object/item] [is/was] [on/to/at] the right [/side]{at}|what [is/was] [to/on] [the right of the picture/the right of the frame/the right half/your right/our right]{at}|what [can/could] you see on the right{at}|[describe/say] what [is/was] on the right{at}
what [appears/stood/lies/appeared] on the right [/side]{at}|what [did/do] you see [to the right/on your right/at the right]{at}|on the right what [is/was] there{at}""",
    "where": """in [what/which] [part/area/corner/region/half] [of the picture/of the frame/of the image/] [is/was] the {n}{at}|where [did/do] you [spot/notice/find/see] [the {n}/{x}]{at}|where [did/does] the {n} [appear/stand/sit/lie]{at}|where [can/could] [i/you/we] [find/see] the {n}{at}
what [part of the picture/side] [is/was] the {n} [in/on/at]{at}|[describe/say/show me] where the {n} is{at}|where [is/was] the {n} [located/placed/standing/visible/to be seen]{at}|[is/was] the {n} on the left or on the right{at}|[on which/at which/on what] side [do/did] you see the {n}{at}
what [is/was] the [location/place] of the {n}{at}|where exactly [is/was] the {n}{at}
where in the [picture/image/frame] [is/was] {x}{at}|tell me where [{x} is/you saw {x}]{at}|at which [spot/side/position] was the {n}{at}|where was there [{x}/any {n}]{at}""",
    "when": """when [did/do/could] you [see/notice/spot/observe/find] [the {n}/{x}]|at [what time/which time/what point/what second] did you [see/notice/spot] [the {n}/{x}]|at [what time/which time/what second/which point] [was/is] [the {n}/{x}] [there/shown/seen/on screen/in the picture]
when [is/was] [the {n}/{x}] [seen/in sight/on screen/in the picture/present/around/to be seen]|when [did/does] [the {n}/{x}] [appear/show up/turn up/come/come up/come by/enter the picture]|when [do/did] we see [the {n}/{x}]|[say/show me/tell me] when [the {n} was there/you saw the {n}/you saw {x}/{x} was there]
what [is/was] the time [of/for] the {n}|[which/what] [frame/second] [shows/showed/has/had] [the {n}/{x}]|what time did [the {n}/{x}] [appear/show up/come]|when was there [{x}/any {n}]|when in the video [is/was] [the {n}/{x}] [there/shown/visible]|when [had/have] [we/i] seen [the {n}/{x}]
do you know when [the {n} was there/you saw {x}/{x} appeared]|how far into the video was the {n}
[at/in/during] which moment [did you see/did you notice/was there/do you see] [the {n}/{x}]|which moment [shows/showed/had] [the {n}/{x}]|what was the moment [you saw {x}/the {n} appeared/you noticed {x}]|when [did/does] [the {n}/{x}] [come on camera/get in view/enter the scene/move into view]
when [have/had] you [noticed/spotted/met/had] [the {n}/{x}]|when [was/is] [the {n}/{x}] [in view/on camera/before the camera]|at what [point in time/moment in the video] did [the {n}/{x}] [appear/show up]|since when [was/is] [the {n}/{x}] [there/in view]""",
    "when first": """when [did/do/could] you first [see/notice/spot/meet] [the {n}/{x}]|when [was/is] [the {n}/{x}] first [seen/visible/shown/noticed/on screen]|when did [the {n}/{x}] [first come/first appear/first show up/appear first/turn up first]|at [what/which] time did you first see [the {n}/{x}]
when was the first time [you saw {x}/you saw the {n}/the {n} was there/the {n} appeared/{x} came]|what was the first time [the {n} was visible/you saw {x}/{x} appeared]|[when/at what time] does [the {n}/{x}] first [appear/show up]|what is the earliest time [the {n} was there/you saw {x}]
when did you see [the {n}/{x}] first
[at/in] which moment did [the {n}/{x}] first [appear/come into view]|for the first time you saw [the {n}/{x}] when""",
    "when last": """when [did/could] you last [notice/spot/see] [the {n}/{x}]|when [was/is] [the {n}/{x}] last [visible/shown/noticed/on screen/present]|when did [the {n}/{x}] last [come/appear/show up]|at [what/which] time did you last see [the {n}/{x}]
when was the [last/final/most recent] time [you saw {x}/you saw the {n}/the {n} appeared/{x} came]|what was the last time [you saw {x}/you saw the {n}/{x} appeared]|what is the latest time [the {n} was there/you saw {x}]|when did you see [the {n}/{x}] last
[at/in] which moment did you last [see/notice] [the {n}/{x}]|when was [the {n}/{x}] [seen/visible] most recently""",
    "with": """what [was/is/stood/lay/appeared] [by/near/beside/right next to/around/along with/besides/alongside] [the {n}/{x}]|what else [was/is] [there/visible/shown/in the picture/in the frame/seen] [with/near/beside/next to/besides] [the {n}/{x}]
what else [did you see/do you see/could you see/appeared/was there] [with/near/beside/next to/besides] the {n}|which [other/] [thing/object/item] [was/is] [by/near/beside/next to/with/around] [the {n}/{x}]|what other [things/objects/thing/object] [did you see/appeared/was shown] with [the {n}/{x}]
[say/name] what [was/is] [with/next to/beside] the {n}|what did the {n} [appear with/come with/stand next to/have next to it]|what came with [the {n}/{x}]|what was [the {n}/{x}] with|what is in the picture [with/besides] the {n}
which things were [near/close to/around] [the {n}/{x}]|what [did you see/was seen] together with [the {n}/{x}]|what [was/is] the thing [near/close to/next to] the {n}""",
    "count": """how many {s} [were/are] [shown/seen/on screen/in the image/in view/around/present/here]{at}|how many {s} [could/did/do/can] [i/we/you] [see/notice/spot/find]{at}|[what is/what was/give me/say] the number of {s}{at}|count [all/all the] {s} [you see/in the picture/]{at}
how many {s} [appeared/showed up]{at}|how many {s} does the picture show{at}|number of {s}{at}
tell me how many {s} [you see/you saw]{at}|give [me/us] the count of the {s}{at}""",
    "things": """how many [objects/items] [were/are] [visible/shown/seen/in view/here/in the picture]{at}|how many [things/items] [are/were] [shown/seen/in view/here/in the frame]{at}|how many [objects/things/items] [did/can/could] you see{at}|count [the things/the items/all objects/everything]{at}""",
    "colour": """[what/which] [colour/color] [is/has/had] the [panel/board/square/rectangle/box/block/card/shape]{at}|[what/which] [colour/color] was the [board/square/rectangle/box/block/card/shape]{at}|[what/which] [colour/color] [does/did] the [panel/board/square/box/card] have{at}
what [is/was] the [colour/color] of the [panel/square/rectangle/box/card/block]{at}|in [what/which] [colour/color] [is/was] the [panel/board/box]{at}|[name/say] the [colour/color] of the [panel/board]{at}""",
    "sign colour": """[what/which] [colour/color] [is/has/had] the [sign/label/sign board]{at}|[what/which] [colour/color] [does/did] the [sign/label] have{at}|what [is/was] the [colour/color] of the [sign/label]{at}|in [what/which] [colour/color] [is/was] the sign{at}
[say/name] the [colour/color] of the sign{at}|[what/which] [colour/color] of sign [was/is] [there/shown]{at}""",
    "sign": """what [does/did] [the sign/the label/the writing/it/that sign] [say/read/show]{at}|what [is/was] [written/printed/spelled/to read] [on the sign/on it/on the label/there/in the picture/on screen]{at}|[read/read out/spell/say] [the sign/the text/the letters/the code/the writing/what the sign says/what is written]{at}
[which/what] [word/text/code/number] [is/was/did you see/do you see/could you read] [on the sign/there/on screen/in the picture/written]{at}|[which/what] [words/letters/characters] [are/were/did you see/do you see/could you read] [on the sign/there/on screen/in the picture/written]{at}
what [word/text/code/number] [appeared/was shown/was there/is shown/was on screen]{at}|what [do/can/could/did] you read [on the sign/there/]{at}|what [is/was] the [code/text/number/word/writing/message/label] [on the sign/]{at}|what [was/is] the [secret/hidden/written] [code/word/text/message/number]{at}
what [does/did] [the text/the writing/the message] [on the sign/on screen/in the video] say{at}
can you [tell me/say] what the sign [says/said]{at}|what [did/does] the text on the sign [say/read]{at}|what [is/was] to be read on the sign{at}|what stands [written/on it]{at}""",
    "sign when": """when [was/is] [the/a] sign [there/visible/shown/seen/on screen]|when did [the/a] sign [appear/show up/come up/come]|at [what time/which time/what point] did you see [the/a] sign|when [did/could] you [see/read/notice/spot] [the/a] sign|when was [the/any/a] [text/writing/label] [shown/visible/seen]""",
    "panel when": """when [was/is] [the/a] {c} [panel/board/square/box/rectangle/card] [there/visible/shown/seen/on screen]|when did [the/a] {c} [panel/board/square/box] [appear/show up/come up]|when [did/could] you [see/notice/spot] [the/a] {c} [panel/board/square/box/rectangle]
at [what/which] time did you see the {c} [panel/board/square]|when was there a {c} [square/box/rectangle/board]""",
    "panel there": """was there [a/any] {c} [square/box/rectangle/card]|did you [see/notice/spot] [a/any] {c} [panel/board/square/box/rectangle]|have you [seen/noticed] [a/any] {c} [panel/board/square/box]|was [a/any] {c} [board/square/box] [visible/shown/there/seen]|was there ever a {c} [panel/board]
has there been a {c} [panel/square/board]""",
    "first": """what [appeared/came up/was shown/was visible/turned up] first|[which/what] [object/item] [did you see/was shown/was there/came/appeared/was] first|what [is/was] the [very first/first/earliest] [thing/object/item] [/there/shown/in the video/you noticed]
what [did/does] the [video/clip] [start/begin/open] with|what [was there/did you see/was shown] [at first/in the beginning/at the very start/to begin with]|[name/say] the first [thing/object]""",
    "last": """what [appeared/came up/was shown/was visible/turned up] last|[which/what] [object/item] [did you see/was shown/was there/came/appeared/was] last|what [is/was] the [very last/last/latest/final/newest] [thing/object/item] [/there/shown/in the video/you noticed]
what [did/does] the [video/clip] end with|what [was there/did you see/was shown] [in the end/at the very end/most recently/finally]|[name/say] the last [thing/object]""",
    "order": """[what/which] [came/was/appeared/was shown/did you see/was there/was seen] [first/earlier/sooner] [the {n} or the {m}/{x} or {y}]|did [the {n} or the {m}/{x} or {y}] [come/appear/show up] [first/earlier]|which of the {n} and the {m} [came/appeared/was] [first/earlier]
[the {n} or the {m}/{x} or {y}] which [came/was/appeared] [first/earlier]|was the {n} or the {m} [first/there first/earlier/seen first]""",
    "there": """[was/were] there [ever/] [any {s}/some {n}] [/in the video/at any time/anywhere/at some point]|was there [ever/] {x} [/in the video/in the clip/at any time/at some point]|[did/could] you [ever/] [see/notice/spot/find/observe] [{x}/the {n}/any {s}/any {n}] [/in the video/anywhere/at any time]
have you [ever/] [noticed/spotted/found/seen] [{x}/the {n}/any {n}/any {s}] [/anywhere/in the video/so far]|did [{x}/the {n}/any {n}] [ever/] [appear/show up/come/turn up/come up] [/in the video/anywhere/at any time]|was [{x}/any {n}] [ever/] [seen/shown/there/around/in it] [/in the video/at some point/anywhere]
has [{x}/the {n}/any {n}] [appeared/come/shown up/been shown/been there]|does [the video/the clip/it] [show/have/contain] [{x}/any {s}/any {n}]|did the [video/clip/camera] [show/see/have/contain] [{x}/any {s}]|[is/was] [{x}/the {n}] [part of/anywhere in] the [video/clip]
are there any {s} [in the video/anywhere/in the clip]|do you recall [{x}/seeing {x}/any {n}]|[any {s}/any {n}] [seen/in the video/anywhere]|tell me if there was {x}|can you tell me if [there was {x}/you saw {x}/{x} appeared]|do you know if there was {x}
do you remember [seeing {x}/any {n}]|did [{x}/any {n}] [come past/go by/run by]|[has/had] [{x}/the {n}] been [there/in view/shown/on screen]""",
    "is there": """[is/was] [the {n}/any {n}] [there/visible/in view/shown/on screen/in the picture/in the frame] at {t}|[is/was] {x} [there/visible/shown/on screen/in the frame] at {t}|[did/do/could/can] you [see/notice/spot] [{x}/the {n}/any {s}] at {t}|[is/was] there [any {n}/{x}] [visible/in the frame/] at {t}
[are/were] there any {s} [visible/] at {t}|at {t} [is there {x}/did you see {x}/was the {n} there/is {x} visible/do you see {x}/were there any {s}/can you see {x}]|does the frame at {t} show {x}|did {x} appear at {t}""",
    "is now": """[is/are] there [{x}/any {n}/any {s}] [right now/currently/at present/just now/at the moment]|[do/can] you [see/notice/spot] [{x}/the {n}/any {s}/any {n}] [now/right now/currently/at the moment/just now]|is [{x}/the {n}] [there/visible/here/on screen/shown/in the picture] [now/right now/currently]
[right now/now/currently] is there {x}|[now/right now] do you see {x}|does the camera see {x} [now/right now]""",
    "is here": """[is/are] there [{x}/any {s}/any {n}] [here/in the photo/in this picture/in the image/shown/in the frame]|[do/can] you [see/find/spot/notice] [{x}/any {s}/the {n}/any {n}] [/here/in the picture/in this image/in the photo]|[is/are] [{x}/any {s}] [in the picture/in this image/visible here/in the frame/depicted]
does [this picture/this image/the image/the photo] [show/have/contain] [{x}/any {s}]|is [this/it/that] [a picture of {x}/really {x}/{x}]|[/can you ]tell me if there is {x}""",
    "still": """is [the {n}/{x}] still [there/here/visible/in the picture/around/on screen/to be seen/present]|[do/can] you still [see/find/spot] [the {n}/{x}]|[are/is] there still [any {s}/{x}]|did the {n} stay|is the {n} there even now""",
}
ASIDE = ("so", "and", "okay", "please", "hey", "now", "well")      # how people begin
POLITE = ("tell me", "can you tell me", "do you know", "could you say", "please tell me", "i want to know")   # before questions for something
ENDING = ("please", "exactly", "do you know")
FRAMED = 0.15   # share of the questions that get one of these


def expanded(pattern):
    """All wordings of a pattern."""
    parts = [part[1:-1].split("/") if part.startswith("[") else [part] for part in re.split(r"(\[[^\]]*\])", pattern) if part]
    return [" ".join("".join(words).split()).replace(" {at}", "{at}") for words in itertools.product(*parts)]


def wordings(kind, held_out):
    """Lists of wordings alike, one for each pattern of a kind of question, but those held out."""
    patterns = PATTERNS[kind].replace("\n", "|").split("|") if kind in PATTERNS else []
    return [[text for text in expanded(pattern) if text not in held_out] for pattern in patterns]


def framed(text, random):
    """The question as somebody says it who doesn't come to the point at once, now and then."""
    if random.random() >= FRAMED:
        return text
    way = random.random()
    if way < 0.4:
        return f"{ASIDE[random.integers(len(ASIDE))]} {text}"
    if way < 0.8 and text.startswith(("wh", "how", "at what", "at which")):
        return f"{POLITE[random.integers(len(POLITE))]} {text}"
    return f"{text} {ENDING[random.integers(len(ENDING))]}"
