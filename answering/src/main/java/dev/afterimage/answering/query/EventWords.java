package dev.afterimage.answering.query;

import java.util.Set;

/**
 * Events in plain English, as {@link QuerySentence} puts them: {@code did the car come}, {@code the box was taken}, {@code the dog
 * leaving}.
 */
final class EventWords {

    private static final Set<Event.Kind> COMING = Set.of(Event.Kind.PRESENT, Event.Kind.APPEARS, Event.Kind.PASSES, Event.Kind.SAYS);

    private EventWords() { }

    /** Behind "when" or "how often": {@code did the first car come}, {@code was there a dog}, {@code was the box taken}. */
    static String asked(Event event) {
        if (event.kind() == Event.Kind.PRESENT && event.thing().nth() == 0 && event.nth() == 0) {
            return (event.amount().number() > 1 || event.amount().equals(Amount.NONE) ? "were there " : "was there ") + things(event);
        }
        return state(event.kind()) ? (several(event) ? "were " : "was ") + the(event) + " " + nth(event) + participle(event.kind())
                + time(event) : "did " + the(event) + " " + nth(event) + verb(event, infinitive(event)) + time(event);
    }

    /** A question by itself: {@code did a car come}, {@code is there a dog}, {@code was the box taken}. */
    static String whether(Event event, boolean current, boolean any) {
        if (event.kind() == Event.Kind.PRESENT && event.nth() == 0 && event.thing().nth() == 0) {
            boolean many = event.amount().number() > 1 || event.amount().equals(Amount.NONE);
            return (current ? many ? "are there " : "is there " : many ? "were there " : "was there ") + things(event);
        }
        String subject = event.amount().equals(Amount.ANY) ? any || COMING.contains(event.kind()) ? ThingWords.a(doer(event))
                : ThingWords.the(doer(event))
                : the(event);
        return state(event.kind()) ? (current ? "is " : several(event) ? "were " : "was ") + subject + " " + nth(event)
                + participle(event.kind()) + time(event) : "did " + subject + " " + nth(event) + verb(event,
                        infinitive(event)) + time(event);
    }

    /** {@code the car came}, {@code anybody left}; of an event without a verb the thing alone. */
    static String clause(Event event) {
        String first = nth(event);
        return the(event) + (event.kind() == Event.Kind.PRESENT && event.nth() == 0 ? ""
                : " " + first + verb(event, past(event))) + time(event);
    }

    /** {@code the car coming}, {@code the box being taken}, {@code the storm}. */
    static String gerund(Event event) {
        return the(event) + (event.kind() == Event.Kind.PRESENT ? "" : " " + verb(event, switch (event.kind()) {
            case ABSENT -> "being gone";
            case APPEARS -> "coming";
            case LEAVES -> "leaving";
            case PASSES -> "passing";
            case RETURNS -> "coming back";
            case PUT_DOWN -> "being put down";
            case TAKEN -> "being taken";
            case MOVES -> "moving";
            case STOPS -> "stopping";
            case CHANGES -> "changing";
            default -> "talking";
        }));
    }

    /** With the way something takes behind it. */
    static String verb(Event event, String verb) {
        return Ways.verb(event, verb);
    }

    static boolean state(Event.Kind kind) {
        return kind == Event.Kind.PRESENT || kind == Event.Kind.ABSENT || kind == Event.Kind.TAKEN || kind == Event.Kind.PUT_DOWN;
    }

    private static boolean several(Event event) {
        return event.amount().number() > 1;
    }

    private static String nth(Event event) {
        return event.nth() == 1 ? "first " : event.nth() == -1 ? "last " : "";
    }

    private static String time(Event event) {
        return event.nth() > 1 ? " for the " + (event.nth() == 2 ? "second" : event.nth() == 3 ? "third" : event.nth() + "th") + " time"
                : "";
    }

    /** Who says something says it behind the verb. */
    private static Thing doer(Event event) {
        return event.kind() == Event.Kind.SAYS ? event.thing().saying("") : Ways.without(event);
    }

    /** {@code the car}, {@code at least 2 cars}. */
    static String the(Event event) {
        return event.amount().equals(Amount.ANY) ? ThingWords.the(doer(event)) : amount(event.amount()) + " " + counted(event);
    }

    /** {@code a dog}, {@code no people}, {@code only one car}. */
    private static String things(Event event) {
        if (event.amount().equals(Amount.ANY)) {
            return ThingWords.a(event.thing());
        }
        return event.amount().equals(Amount.exactly(1)) ? "only one " + ThingWords.one(event.thing())
                : amount(event.amount()) + " " + counted(event);
    }

    private static String counted(Event event) {
        return event.amount().number() == 1 ? ThingWords.one(event.thing()) : ThingWords.many(event.thing());
    }

    private static String amount(Amount amount) {
        return switch (amount.relation()) {
            case ANY -> "";
            case EXACTLY -> amount.number() == 0 ? "no" : String.valueOf(amount.number());
            case AT_LEAST -> "at least " + amount.number();
            case AT_MOST -> "at most " + amount.number();
            case MOST -> "the most";
            case FEWEST -> "the fewest";
        };
    }

    static String infinitive(Event event) {
        return switch (event.kind()) {
            case PRESENT -> "stay";
            case ABSENT -> "be gone";
            case APPEARS -> "come";
            case LEAVES -> "leave";
            case PASSES -> "pass";
            case RETURNS -> "come back";
            case PUT_DOWN -> "get put down";
            case TAKEN -> "get taken";
            case MOVES -> "move";
            case STOPS -> "stop";
            case CHANGES -> "change";
            case SAYS -> "say \"" + event.thing().says() + "\"";
        };
    }

    static String past(Event event) {
        return switch (event.kind()) {
            case PRESENT -> "was there";
            case ABSENT -> "was gone";
            case APPEARS -> "came";
            case LEAVES -> "left";
            case PASSES -> "passed";
            case RETURNS -> "came back";
            case PUT_DOWN -> "was put down";
            case TAKEN -> "was taken";
            case MOVES -> "moved";
            case STOPS -> "stopped";
            case CHANGES -> "changed";
            case SAYS -> "said \"" + event.thing().says() + "\"";
        };
    }

    static String participle(Event.Kind kind) {
        return switch (kind) {
            case ABSENT -> "gone";
            case TAKEN -> "taken";
            case PUT_DOWN -> "put down";
            default -> "there";
        };
    }
}
