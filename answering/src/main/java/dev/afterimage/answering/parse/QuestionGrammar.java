package dev.afterimage.answering.parse;

import dev.afterimage.answering.lexicon.Lexicon;
import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.Thing;
import dev.afterimage.answering.query.Window;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Reads English questions by a grammar: fillers are taken out, then the words of time, then a rule for each way of
 * asking reads what is left to its last word. What no rule reads whole is {@link Query.Open}, so nothing is dropped.
 * Takes time in proportion to the question's length: no rule looks back, and none calls itself but for the one thing
 * that another may stand next to.
 */
public final class QuestionGrammar implements QuestionParser {

    /** Longer questions are read by the model alone. */
    private static final int MOST_WORDS = 60;
    private static final int LONGEST = 1000;
    private static final Map<String, String> WHOLE = new HashMap<>();

    static {
        Lexicon.read("whole-questions.txt", line -> WHOLE.put(line[1], line[0]));
    }

    @Override
    public Query parse(String question, List<Query> before) {
        Query query = understood(question, before);
        return query instanceof Query.Open ? Continued.open(question, before) : query;
    }

    private static Query understood(String question, List<Query> before) {
        List<Sentence> said = Tokens.of(question.length() > LONGEST ? question.substring(0, LONGEST) : question);
        List<Sentence> sentences = said.stream().map(s -> Fillers.without(s).ended(s.ended())).filter(s -> s.length() > 0).toList();
        boolean chat = said.stream().allMatch(s -> "small_talk".equals(WHOLE.get(s.toString()))) || SmallTalk.all(said);
        if (chat && !said.isEmpty()) {
            return new Query.SmallTalk();
        }
        List<Sentence> spoken = sentences.stream().filter(s -> !"small_talk".equals(WHOLE.get(s.toString()))).toList();
        if (spoken.isEmpty()) {
            return said.isEmpty() ? new Query.Open(question) : new Query.SmallTalk();
        }
        if (question.length() > LONGEST || spoken.stream().anyMatch(s -> s.length() > MOST_WORDS)) {
            return new Query.Open(question);
        }
        boolean chatting = spoken.size() < said.size() && spoken.stream().allMatch(SmallTalk::beside);
        return new Discourse(before, QuestionGrammar::alone).read(spoken).orElseGet(() -> chatting ? new Query.SmallTalk()
                : new Query.Open(question));
    }

    /** As it stands, else without words that only say that it is asked. */
    private static Optional<Query> alone(Sentence sentence, List<Query> before) {
        Optional<Query> query = whole(sentence, before);
        Sentence asked = query.isPresent() ? sentence : Fillers.without(AskingFrames.without(sentence));
        asked = asked.equals(sentence) && asked.is(0, "is", "am", "are") ? Fillers.without(AskingFrames.claimed(sentence)) : asked;
        return asked.equals(sentence) || asked.length() == 0 ? query : whole(asked, before);
    }

    private static Optional<Query> whole(Sentence sentence, List<Query> before) {
        References references = new References(before);
        Sentence asked = expecting(references.last().isEmpty() ? shown(sentence) : sentence);
        if (Moods.unreal(asked)) {
            return Optional.empty();
        }
        return read(asked, references).filter(query -> !Quantifiers.dropped(query, asked) && !felt(query))
                .map(query -> Inherited.window(query, asked, references)).map(query -> Inherited.clock(query, before));
    }

    private static boolean felt(Query query) {
        return References.event(query).map(event -> event.thing().with().stream().anyMatch(Moods::felt)).orElse(false);
    }

    /** {@code is there a dog in it}: in what is shown, where nothing else was named before. */
    private static Sentence shown(Sentence s) {
        int end = s.length() - 2;
        return s.phrase(end, "in", "it") && s.find(1, "there") > 0 && s.find(1, "there") < end - 1 ? s.part(0, end) : s;
    }

    /** {@code was not there a dog} expects a yes and asks what {@code was there a dog} asks. */
    private static Sentence expecting(Sentence s) {
        boolean helped = s.is(0, "is", "are", "was", "were", "did", "does", "do", "has", "have", "had") && s.is(1, "not");
        return helped && !s.is(2, "a", "one", "any", "many") && !s.end(2) ? s.without(1, 2) : s;
    }

    /** As it stands, then in the other wordings of the same question. */
    private static Optional<Query> read(Sentence sentence, References references) {
        Optional<Query> query = new Reading(sentence, references).query();
        if (query.isPresent()) {
            return query;
        }
        for (Sentence other : Wordings.of(sentence)) {
            query = new Reading(other, references).query();
            if (query.isPresent()) {
                return query;
            }
        }
        return query;
    }

    /** One sentence being read. */
    private static final class Reading {
        private final Sentence sentence;
        private final References references;

        Reading(Sentence sentence, References references) {
            this.sentence = sentence;
            this.references = references;
        }

        Optional<Query> query() {
            Query compared = new CompareQuestions(references).read(sentence);
            compared = compared != null ? compared : new TimeBetweenQuestions(references).read(sentence);
            compared = compared != null ? compared : OrderFollowUps.read(sentence, references);
            if (compared != null) {
                return Optional.of(compared);
            }
            TimeWindows.Found found = TimeWindows.of(sentence, references);
            if (found == null) {
                return Optional.empty();
            }
            if (always(sentence) && !sentence.is(0, "how", "what", "when", "where", "which", "who")) {
                return Optional.empty();
            }
            Query whole = whole(found);
            return whole != null ? Optional.of(whole) : Optional.ofNullable(asked(found));
        }

        /** Whether something is so all the time: whether it ever is says less. */
        private static boolean always(Sentence s) {
            return s.find(0, "always", "constantly", "continuously", "throughout") >= 0 || s.find(0, "whole") >= 0
                    && s.is(s.find(0, "whole") + 1, "time", "while") || s.find(0, "all") >= 0
                            && (s.phrase(s.find(0, "all") + 1, "the", "time")
                    || s.is(s.find(0, "all") + 1, "along"));
        }

        private static Query whole(TimeWindows.Found found) {
            String kind = WHOLE.get(found.rest().toString());
            if (kind == null) {
                return null;
            }
            if (kind.equals("now") && found.window() instanceof Window.Now) {
                return new Query.Recap(Query.Recap.Of.NOW, Window.ALL);
            }
            if (kind.equals("now") && found.window().bounded()) {
                return new Query.What(Event.present(Thing.of(Thing.ANYTHING)), found.window());
            }
            return kind.equals("small_talk") ? new Query.SmallTalk()
                    : new Query.Recap(kind.equals("recap") ? Query.Recap.Of.ALL : Query.Recap.Of.valueOf(kind.toUpperCase(Locale.ROOT)),
                            found.window());
        }

        private Query asked(TimeWindows.Found found) {
            Clauses clauses = new Clauses(references);
            HowQuestions how = new HowQuestions(clauses, references);
            WhatQuestions what = new WhatQuestions(clauses, references);
            YesNoQuestions yesNo = new YesNoQuestions(clauses, references);
            List<BiFunction<Sentence, Window, Query>> rules = List.of(OutageQuestions::read, UnusualQuestions::read, RecapQuestions::read,
                    new SettingQuestions(references)::read, how::read, what::read, yesNo::read, new Fragments(references)::read);
            for (BiFunction<Sentence, Window, Query> rule : rules) {
                Query query = rule.apply(found.rest(), found.window());
                if (query != null) {
                    return query;
                }
            }
            return null;
        }
    }
}
