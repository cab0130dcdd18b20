package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What "it", "they" and "the red one" stand for: the thing that the questions before were about. */
final class References {

    private final List<Query> before;

    References(List<Query> before) {
        this.before = List.copyOf(before);
    }

    /** The newest query before that was about something. */
    Optional<Query> last() {
        for (int i = before.size() - 1; i >= 0; i--) {
            Query query = before.get(i) instanceof Query.Open open ? introduced(open) : before.get(i);
            if (query != null && thing(query).isPresent()) {
                return Optional.of(query);
            }
        }
        return Optional.empty();
    }

    /** The newest query before that could be read. */
    Optional<Query> newest() {
        for (int i = before.size() - 1; i >= 0; i--) {
            if (before.get(i).computable()) {
                return Optional.of(before.get(i));
            }
        }
        return Optional.empty();
    }

    /** {@code Who is the lady in the purple coat?} speaks of her, whatever the answer; null where an open question names nobody so. */
    private static Query introduced(Query.Open open) {
        List<Sentence> sentences = open.question().length() > 200 ? List.of() : Tokens.of(open.question());
        Sentence s = sentences.size() == 1 ? Fillers.without(sentences.get(0)) : new Sentence(List.of());
        int next = s.is(0, "who", "what") && s.is(1, "is", "was") ? 2 : s.is(0, "was", "is") && s.is(1, "it", "that") ? 2 : -1;
        return next < 0 ? null : NounPhrases.at(s, next).stream().filter(noun -> s.end(noun.next())
                && !noun.value().reference()).findFirst()
                .map(noun -> (Query) new Query.Exists(Event.present(noun.value().thing()), Window.ALL)).orElse(null);
    }

    /** With the thing that is meant in place of a word for it; null when nothing was named before that it may stand for. */
    Match<NounPhrase> resolved(Match<NounPhrase> phrase) {
        if (!phrase.value().reference()) {
            return phrase;
        }
        Optional<Thing> meant = last().flatMap(References::thing);
        Thing said = phrase.value().thing();
        boolean described = said.name().equals(NounPhrases.ONE);
        if (meant.isEmpty() && said.name().equals(Thing.PERSON)) {
            return phrase;
        }
        if (meant.isEmpty()) {
            boolean told = !said.colour().isEmpty() || said.nth() != 0 || !said.place().isEmpty();
            return described && told ? phrase.as(phrase.value().of(said.named(Thing.ANYTHING))) : null;
        }
        Thing thing = described ? said.named(meant.get().name()).or(meant.get().or()).and(meant.get().and()) : meant.get();
        if (!described && said.with().stream().anyMatch(with -> with.startsWith("of "))) {
            return null;
        }
        for (String with : described ? List.<String>of() : said.with()) {
            thing = thing.with().contains(with) ? thing : (where(with) ? unplaced(thing) : thing).with(with);
        }
        thing = described || said.place().isEmpty() ? thing : thing.at(said.place());
        return phrase.as(phrase.value().of(thing));
    }

    /** {@code her daughter}: with its owner, where that is named before. */
    Match<NounPhrase> belonging(Match<NounPhrase> phrase) {
        Match<NounPhrase> meant = resolved(phrase);
        Optional<Thing> owner = last().flatMap(References::thing).filter(thing -> !thing.name().equals(Thing.PERSON)
                && !thing.name().equals(Thing.ANYTHING));
        return meant == null || !phrase.value().owned() || owner.isEmpty() ? meant
                : meant.as(meant.value().of(meant.value().thing().with("of " + owner.get().name())));
    }

    /** Another thing in the place of a query's: where that was is meant of this too, unless it names a place of its own. */
    static Thing placed(Thing thing, Query before) {
        Thing placed = thing;
        List<String> of = thing(before).map(Thing::with).orElse(List.of());
        if (thing.place().isEmpty() && thing.with().stream().noneMatch(References::where)) {
            for (String with : of) {
                placed = where(with) && !placed.with().contains(with) ? placed.with(with) : placed;
            }
        }
        return placed;
    }

    /** Without the places that narrow it down. */
    static Thing unplaced(Thing thing) {
        Thing plain = new Thing(thing.name(), thing.or(), thing.and(), thing.nth(), thing.colour(), thing.place(), List.of(), thing.says());
        for (String with : thing.with()) {
            plain = where(with) ? plain : plain.with(with);
        }
        return plain;
    }

    private static boolean where(String with) {
        Sentence words = new Sentence(List.of(with.split(" ")));
        return NounTails.preposition(words, 0) && !words.is(0, "with", "without") || words.is(0, "to");
    }

    /** What a query is mainly about. */
    static Optional<Thing> thing(Query query) {
        Optional<Thing> about = event(query).map(Event::thing);
        if (query instanceof Query.AttributeOf attribute) {
            about = Optional.of(attribute.thing());
        } else if (query instanceof Query.Is is) {
            about = Optional.of(is.thing());
        } else if (query instanceof Query.Written written) {
            about = Optional.of(written.thing()).filter(thing -> !thing.name().equals(Thing.TEXT));
        } else if (query instanceof Query.Compare compare) {
            about = Optional.of(compare.first());
        }
        return about.filter(thing -> !thing.name().equals(Thing.ANYTHING) || !thing.plain());
    }

    static Optional<Event> event(Query query) {
        return Stream.of(query).flatMap(one -> Stream.of(
                one instanceof Query.Count count ? count.event() : null, one instanceof Query.Exists exists ? exists.event() : null,
                one instanceof Query.When when ? when.event() : null, one instanceof Query.HowLong howLong ? howLong.event() : null,
                one instanceof Query.Where where ? where.event() : null, one instanceof Query.What what ? what.event() : null,
                one instanceof Query.BeforeAfter order ? order.first() : null, one instanceof Query.TimeBetween between
                        ? between.first() : null))
                .filter(event -> event != null).findFirst();
    }
}
