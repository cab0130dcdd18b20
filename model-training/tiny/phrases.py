"""In how many ways a question is put."""
from wordings import wordings

# {x}: "a fox"; {n}: "fox"; {s}: "foxes"; {y}: another thing with its article; {m}: another's bare name; {t}: "00:13"; {c}: a colour.
# Behind the bar stand phrasings that only measurements use.
PHRASES = {
    "now": """what do you see now|what is there now|what is in the picture now|what can you see right now|what is visible now|what is it now|what are you looking at
now|what's in front of you now|what is currently visible|which object do you see now|what is on screen at the moment|what do you see at present|what is here now
what can be seen at this moment|what's there right now|currently what is in view||tell me what is in view right now|what are we looking at now|name what you see now""",
    "look": """what do you see|what is this|what is in the picture|what is in this image|what can you see|what is shown|what object is this|what's in the image|describe the picture
which object is in the picture|what does the picture show|what is visible|what are the objects|name the object|what do you see in this picture|what is here|what's this
what thing is shown here|which thing can you see|what is depicted|identify the object|describe what you see|what objects are in the image||can you tell me what this is
what does this image contain|list what you can see""",
    "at": """what do you see at {t}|what is there at {t}|what was there at {t}|what did you see at {t}|what happened at {t}|at {t} what do you see|what was visible at {t}
what is in the frame at {t}|what was shown at {t}|what appeared at {t}|at {t} what was there|which object was there at {t}|what could be seen at {t}
what's at {t}|what object appears at {t}|what was in the picture at {t}|what was on screen at {t}||what did the camera show at {t}|tell me what was in view at {t}|at {t} which things were visible""",
    "all": """what did you see|what was there|which objects appeared|what things were there|what was shown|what objects did you see|what appeared in the video|what has been seen
what was in the video|name the objects you saw|which things were shown|what have you seen|what object was shown in the video|what did the video show
what strange object appeared|which item was shown|which object appears in the video|what item shows up||what was the needle|tell me what you have seen so far|what came into view""",
    "left": """what is on the left{at}|what was on the left{at}|what is at the left{at}|what stands on the left{at}|what do you see on the left side{at}|which object is on the left{at}|what's to the left{at}
what is on the left hand side{at}|what is left{at}|what thing is on the left side of the picture{at}||name the thing on the left{at}|what did you see on the left{at}""",
    "right": """what is on the right{at}|what was on the right{at}|what is at the right{at}|what stands on the right{at}|what do you see on the right side{at}|which object is on the right{at}|what's to the right{at}
what is on the right hand side{at}|what is right{at}|what thing is on the right side of the picture{at}||name the thing on the right{at}|what did you see on the right{at}""",
    "where": """where is the {n}{at}|where was the {n}{at}|where do you see the {n}{at}|where did you see the {n}{at}|where is {x}{at}|on which side is the {n}{at}|which side was the {n} on{at}|in which part of the picture is the {n}{at}
where can the {n} be seen{at}|whereabouts is the {n}{at}|what is the position of the {n}{at}|where in the frame was the {n}{at}|where's the {n}{at}||tell me where the {n} was{at}|where was {x}{at}|at which place was the {n}{at}""",
    "when": """when was the {n} there|when did you see {x}|when did you see the {n}|when was {x} there|at what time did you see {x}|when does the {n} appear|when did {x} appear|when do you see {x}|when is there {x}|at what time was the {n} there
when was the {n} visible|when did the {n} show up|at which time does the {n} appear|when can you see the {n}|when was {x} shown|what time was the {n} there||at what moment was {x} visible|when did the {n} come into view|when have you seen {x}""",
    "when first": """when did you first see {x}|when did the {n} first appear|when was {x} first there|when does the first {n} appear|when was the first {n}|when did you see the first {n}|at what time did the {n} first show up||when was the {n} seen for the first time""",
    "when last": """when did you last see {x}|when did you last see the {n}|when was the {n} last seen|when was the last time you saw {x}|when was {x} last there|when did the last {n} appear|when did you see the last {n}|what was the last time the {n} was visible|when was the {n} seen last||at what time was {x} last visible|when was the {n} there for the last time""",
    "with": """what was with the {n}|what is with the {n}|what was next to the {n}|what is next to the {n}|what was beside the {n}|what else was there with the {n}|what stood next to the {n}|what did you see together with the {n}|what was near the {n}|what was shown with the {n}|what is beside {x}
which object was with the {n}|what accompanied the {n}|what appeared with {x}|what other thing was there with the {n}||which thing was close to the {n}|what was together with {x}""",
    "count": """how many {s} are there{at}|how many {s} were there{at}|how many {s} do you see{at}|how many {s} did you see{at}|how many {s}{at}|what is the number of {s}{at}|count the {s}{at}|how many {s} are in the picture{at}|how many {s} can you see{at}|how many {s} were visible{at}
how many {s} have you seen{at}|what number of {s} was there{at}||tell me how many {s} there were{at}|how many {s} could you count{at}""",
    "things": """how many objects are there{at}|how many things do you see{at}|how many things are there{at}|how many objects do you see{at}|how many items are in the picture{at}|count the objects{at}|how many objects were there{at}||how many things were visible{at}|tell me the number of objects{at}""",
    "colour": """what colour is the panel{at}|what color is the panel{at}|what colour was the panel{at}|which colour does the panel have{at}|what color was the panel{at}|what is the colour of the panel{at}|what colour is the board{at}|what colour is the square{at}|what color is the rectangle{at}
what is the color of the board{at}|what colour was the square{at}|what colour is the box{at}|which colour was the rectangle{at}||tell me the colour of the panel{at}|which color was the panel{at}""",
    "sign colour": """what colour is the sign{at}|what color is the sign{at}|what colour was the sign{at}|what is the colour of the sign{at}|what color was the sign{at}|which colour did the sign have{at}|what is the color of the sign{at}||which colour was the sign{at}|tell me the colour of the sign{at}""",
    "sign": """what does the sign say{at}|what did the sign say{at}|what is written on the sign{at}|what was written on the sign{at}|what is on the sign{at}|what text is on the sign{at}|read the sign{at}|what is the text{at}|what does the text say{at}|what is written{at}|what letters are on the sign{at}|what was the text{at}
what could you read{at}|what does it say{at}|which word is on the sign{at}|what number is on the sign{at}|which code was shown{at}|what text was shown{at}|what is the code{at}|what was written there{at}||what stands on the sign{at}|can you read the sign{at}|what did the text say{at}""",
    "sign when": """when was there a sign|when did you see the sign|when does the sign appear|when did you see a sign|when was the sign visible|when was text shown||at what time did the sign appear""",
    "panel when": """when was there a {c} panel|when did you see the {c} panel|when was the {c} panel visible|when does the {c} panel appear|when did you see a {c} board|when was the {c} square there||at what time was there a {c} panel""",
    "panel there": """was there a {c} panel|did you see a {c} panel|have you seen a {c} panel|was there a {c} board|did you see a {c} square|was a {c} panel visible||did a {c} panel appear""",
    "first": """what came first|what did you see first|what was the first thing you saw|which object came first|what was the first object|what appeared first|what was there at the start|what was there at the beginning|what was the first thing|what did it start with||which thing did you see first of all|what was seen first""",
    "last": """what came last|what did you see last|what was the last thing you saw|which object came last|what was the last object|what appeared last|what was there at the end|what was the last thing|what was the most recent object||which thing did you see last of all|what was seen last""",
    "order": """which came first the {n} or the {m}|what did you see first {x} or {y}|which was first the {n} or the {m}|what came first {x} or {y}|which appeared first the {n} or the {m}|did the {n} or the {m} come first|which did you see earlier the {n} or the {m}||was it the {n} or the {m} that came first""",
    "there": """was there {x}|did you see {x}|did you see the {n}|have you seen {x}|was {x} there|did {x} appear|was there any {n}|has there been {x}|did you notice {x}|were there any {s}|did you see any {s}|was {x} visible at any time|did {x} come by|was there ever {x}|have you seen the {n}|did you spot {x}|have there been any {s}|did you see {x} anywhere
did you see {x} today|was {x} in the video|did {x} show up|is there {x} anywhere in the video|was {x} shown|did the video show {x}||did {x} pass by|can you remember {x}|has {x} been visible""",
    "is there": """is there {x} at {t}|was there {x} at {t}|did you see {x} at {t}|was the {n} there at {t}|is the {n} visible at {t}|at {t} was there {x}|do you see {x} at {t}|were there any {s} at {t}||could {x} be seen at {t}|was {x} present at {t}""",
    "is now": """is there {x} now|do you see {x} now|is the {n} there now|can you see {x} right now|is {x} visible now|are there any {s} now|do you see the {n} right now|is there {x} at the moment|do you currently see {x}||is {x} in view now|can the {n} be seen right now""",
    "is here": """is there {x}|do you see {x}|is there {x} in the picture|can you see {x}|is there any {n}|are there any {s}|is {x} visible|do you see any {s}|is this {x}|is there {x} in this image|does the picture show {x}||is {x} shown here|can {x} be seen in the picture""",
    "still": """is the {n} still there|is the {n} still visible|do you still see the {n}|can you still see the {n}|is there still {x}|is the {n} there still|has the {n} stayed||does the {n} remain there|is the {n} still in view""",
    # Of the whole story: what a few frames cannot tell.
    "visits": """how many times did you see {x}|how many times did the {n} come|how many times was there {x}|in how many scenes was there {x}|how many scenes had {x}|how often did you see {x}
how often was {x} there|how many scenes showed {x}|in how many scenes did you see {x}|how often did the {n} appear|how many times did {x} appear||how many times have you seen {x}|in how many scenes did {x} appear|how often has {x} been there""",
    "before": """what was there before the {n}|what was there before the first {n}|what came before the first {n}|what did you see before the {n}|what came before the {n}|what did you see before the first {n}|what was seen just before the first {n}
which object was there before the {n}|what was shown before {x} first came||what appeared before the {n}|which thing came before the first {n}|what had been there before the {n} came""",
    "different": """how many different things did you see|how many different things were there|how many kinds of things did you see|how many different objects were there|how many different objects did you see|how many different things came|how many things have you seen in all
count the different things|how many kinds of objects appeared||how many different things have there been|how many kinds of things were there in all""",
}
AT = ["at {t}", "at {t}", "at time {t}"]


def parsed(kind, text):
    """What training draws from, lists of wordings alike, and what measurements draw from."""
    train, test = ([phrase.strip() for phrase in part.replace("\n", "|").split("|")] for part in text.split("||"))
    return [[phrase] for phrase in train] + wordings(kind, test), test


PHRASES = {kind: parsed(kind, text) for kind, text in PHRASES.items()}
