package dev.afterimage.answering.parse;

import dev.afterimage.answering.query.Event;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryDocument;
import dev.afterimage.answering.query.Window;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * One question among the sentences and clauses that stand beside it. A remark is left out; where the question points to something it does
 * not name ("What was it?"), what the sentence before told or was about is meant.
 */
final class Discourse {

    private static final int MOST_CLAUSES = 8;
    private static final int MOST_SENTENCES = 10;

    private static final Set<String> CONFIRMING = Set.of("is that correct", "is that right", "is that so", "is it so", "it is so",
                    "correct",
            "right", "true", "is that true", "is it true", "am i right", "am i correct", "yes", "no", "is it not", "is this correct",
            "is this right", "is this true", "true or false", "right or wrong", "yes or no", "agreed", "do you agree", "can you confirm",
            "can you confirm that", "can you confirm it", "could you confirm", "please confirm", "confirm", "that is right",
                    "that is correct",
            "is it correct", "is it right", "am i wrong", "did he", "did she", "did they", "did it", "was it", "was he", "was she",
            "were they", "has he", "has she", "has it", "have they");
    private static final String[] TAGS = {"is", "was", "were", "are", "did", "does", "do", "has", "have", "had", "can", "could", "will"};

    /** Reads one sentence by itself, with the queries before it. */
    interface Reader {
        Optional<Query> read(Sentence sentence, List<Query> before);
    }

    private final List<Query> before;
    private final Reader reader;

    Discourse(List<Query> before, Reader reader) {
        this.before = before;
        this.reader = reader;
    }

    Optional<Query> read(List<Sentence> all) {
        List<Sentence> sentences = confirmed(untagged(all));
        if (sentences.size() == 1) {
            return sentence(sentences.get(0), before);
        }
        if (sentences.size() > MOST_SENTENCES) {
            return Optional.empty();
        }
        List<Sentence> joined = choices(sentences);
        if (joined.size() == 1) {
            return sentence(joined.get(0), before);
        }
        boolean marked = joined.stream().anyMatch(s -> s.ended() == Sentence.End.ASKED);
        boolean one = !marked && joined.stream().filter(Discourse::interrogative).count() == 1;
        int[] asked = IntStream.range(0, joined.size()).filter(i -> !beside(joined.get(i)) && !((one && !interrogative(joined.get(i))
                || marked && joined.get(i).ended() == Sentence.End.STATED) && Remarks.stated(joined.get(i)))).toArray();
        if (asked.length == 2) {
            return restated(joined, asked[0], asked[1]);
        }
        return asked.length == 1 ? among(joined, asked[0]) : asked.length == 0 ? told(joined) : Optional.empty();
    }

    /** Without {@code is there?}, {@code was it?} behind the statement that it asks about. */
    private static List<Sentence> untagged(List<Sentence> sentences) {
        Sentence last = sentences.get(sentences.size() - 1);
        boolean tag = sentences.size() > 1 && last.length() < 4 && last.is(0, TAGS)
                && last.is(last.length() - 1, "there", "it", "he", "she",
                "they", "you", "not", "that");
        return tag ? sentences.subList(0, sentences.size() - 1) : sentences;
    }

    private static boolean interrogative(Sentence s) {
        return s.is(0, "what", "when", "where", "which", "who", "whose", "how", "is", "are", "was", "were", "did", "does", "do", "has",
                "have", "any", "anyone", "anybody", "anything") && s.length() > 2;
    }

    /** {@code No knife is visible. Is that correct?} asks what the statement tells. */
    private static List<Sentence> confirmed(List<Sentence> sentences) {
        Sentence last = sentences.get(sentences.size() - 1);
        boolean confirms = sentences.size() > 1 && CONFIRMING.contains(last.toString());
        if (!confirms) {
            return sentences;
        }
        List<Sentence> asked = new ArrayList<>(sentences.subList(0, sentences.size() - 1));
        Sentence statement = asked.remove(asked.size() - 1);
        asked.add(AskingFrames.claimed(statement).ended(Sentence.End.ASKED));
        return asked;
    }

    private static boolean beside(Sentence s) {
        return Remarks.are(s) || topic(s) != null;
    }

    /** {@code Was the bike moved? Like, did it move?}: the same asked twice is one question; of two different ones neither is answered. */
    private Optional<Query> restated(List<Sentence> sentences, int one, int other) {
        List<Sentence> first = new ArrayList<>(sentences);
        first.remove(other);
        Optional<Query> query = among(first, first.indexOf(sentences.get(one)));
        if (query.isEmpty()) {
            return query;
        }
        List<Query> context = new ArrayList<>(before);
        context.add(query.get());
        Optional<Query> again = sentence(sentences.get(other), context);
        return again.filter(query.get()::equals);
    }

    /** {@code The fox or the cat. Which came first?} is {@code which came first , the fox or the cat}. */
    private static List<Sentence> choices(List<Sentence> sentences) {
        Sentence first = sentences.get(0);
        Sentence last = sentences.get(sentences.size() - 1);
        boolean order = sentences.size() == 2 && first.find(1, "or") > 0 && topic(first) != null && last.is(0, "which", "who", "what")
                && last.find(1, "first", "last") > 0;
        return order ? List.of(Wordings.joined(last, new Sentence(List.of(",")), first)) : sentences;
    }

    /** A question that is put as a statement after others: {@code I heard a bang. I need to know the time of it.} */
    private Optional<Query> told(List<Sentence> sentences) {
        return among(sentences, sentences.size() - 1);
    }

    private Optional<Query> among(List<Sentence> sentences, int asked) {
        List<Sentence> remarks = new ArrayList<>(sentences);
        remarks.remove(asked);
        if (remarks.stream().anyMatch(Remarks::narrows)) {
            return Optional.empty();
        }
        List<Query> context = context(remarks);
        Optional<Query> query = sentence(sentences.get(asked), context);
        if (query.isPresent() && !remarks.stream().allMatch(remark -> kept(remark, query.get()))) {
            return Optional.empty();
        }
        boolean timed = remarks.stream().anyMatch(Remarks::timed);
        return query.filter(one -> !timed || one.window().bounded() || context.size() > before.size()
                && Remarks.needed(sentences.get(asked)));
    }

    /** A thing that is named by itself must be what the query is about. */
    private static boolean kept(Sentence remark, Query query) {
        NounPhrase topic = Remarks.are(remark) ? null : topic(remark);
        return topic == null || QueryDocument.of(query).toString().contains(topic.thing().name());
    }

    /** The queries before, then what the remarks tell: events that can be read, else what they are about. */
    private List<Query> context(List<Sentence> remarks) {
        List<Query> context = new ArrayList<>(before);
        for (Sentence remark : remarks) {
            statement(remark, context).ifPresent(context::add);
        }
        return context;
    }

    private Optional<Query> statement(Sentence remark, List<Query> context) {
        NounPhrase topic = topic(remark);
        if (topic != null) {
            return Optional.of(new Query.Exists(Event.present(topic.thing()), Window.ALL));
        }
        boolean saw = remark.is(0, "i", "we") && remark.is(1, "saw", "noticed", "spotted", "see", "heard");
        if (saw && before.isEmpty()) {
            return NounPhrases.at(remark, 2).stream().filter(noun -> remark.end(noun.next()) && !noun.value().reference())
                    .map(noun -> (Query) new Query.Exists(Event.present(noun.value().thing()), Window.ALL)).findFirst();
        }
        Optional<Query> told = remark.is(0, "i", "we", "you") ? Optional.empty() : reader.read(remark, context)
                .filter(query -> query instanceof Query.Exists);
        if (told.isPresent() || !before.isEmpty()) {
            return told;
        }
        NounPhrase subject = Remarks.subject(remark);
        subject = subject != null ? subject : Remarks.object(remark);
        return subject == null ? Optional.empty() : Optional.of(new Query.Exists(Event.present(subject.thing()), Window.ALL));
    }

    /** {@code The man with the bag.} {@code The cat, I mean.} */
    private static NounPhrase topic(Sentence sentence) {
        int comma = sentence.find(1, ",");
        boolean meant = comma > 0 && (sentence.phrase(comma + 1, "i", "mean") || sentence.phrase(comma + 1, "that", "is"));
        Sentence s = meant ? sentence.part(0, comma) : sentence;
        return NounPhrases.at(s, 0).stream().filter(noun -> s.end(noun.next()) && !noun.value().reference()).map(Match::value).findFirst()
                .orElse(null);
    }

    /** As it stands, else without the clauses before or behind the question. */
    private Optional<Query> sentence(Sentence s, List<Query> context) {
        Optional<Query> query = reader.read(s, context);
        if (query.isPresent() || IntStream.range(1, s.length()).noneMatch(i -> boundary(s, i))) {
            return query;
        }
        List<Sentence> remarks = new ArrayList<>();
        Sentence asked = trimmed(s, remarks);
        query = remarks.isEmpty() ? query : new Discourse(context, reader).beside(remarks, asked);
        query = query.isPresent() ? query : inserted(s, context);
        for (int i = 1, clauses = 0; query.isEmpty() && i < s.length() - 1 && clauses < MOST_CLAUSES; i++) {
            if (boundary(s, i)) {
                clauses++;
                query = parted(s.part(0, i), s.part(s.is(i, ",") ? i + 1 : i, s.length()), context);
            }
        }
        return query;
    }

    /**
     * Where a clause beside the question may begin: at a comma, at "so" and "but", at a doubt behind "or", and where the speaker goes on
     * about himself.
     */
    private static boolean boundary(Sentence s, int i) {
        return s.is(i, ",", "so", "but") || s.is(i, "or") && s.is(i + 1, "am", "did", "have", "is", "was", "not", "no", "what",
                "nah", "do", "are", "should") || s.is(i, "i") && s.is(i + 1, "am", "need", "want", "lost", "missed", "forgot", "think",
                "swear", "bet", "reckon", "guess", "hope", "cannot", "can", "could", "did", "do", "fell", "was");
    }

    /** Without an interjection or a remark between two commas: {@code the heron , bless him , where did he come from}. */
    private Optional<Query> inserted(Sentence s, List<Query> context) {
        for (int from = s.find(1, ","); from > 0; from = s.find(from + 1, ",")) {
            int to = s.find(from + 1, ",");
            if (to > from + 1 && Remarks.are(s.part(from + 1, to))) {
                List<Sentence> remark = List.of(s.part(from + 1, to));
                Optional<Query> query = beside(remark, s.without(from, to));
                query = query.isPresent() ? query : beside(remark, s.without(from, to + 1));
                if (query.isPresent()) {
                    return query;
                }
            }
        }
        return Optional.empty();
    }

    /** A sentence without the remarks before its first and behind its last comma. */
    private static Sentence trimmed(Sentence sentence, List<Sentence> remarks) {
        Sentence s = sentence;
        for (int comma = s.find(0, ","); comma > 0 && Remarks.are(s.part(0, comma)) && !s.end(comma + 1); comma = s.find(0, ",")) {
            remarks.add(s.part(0, comma));
            s = s.part(comma + 1, s.length());
            s = s.is(0, "so", "but", "and", "then") ? s.part(1, s.length()) : s;
        }
        for (int comma = s.last(","); comma > 0 && Remarks.are(s.part(comma + 1, s.length())); comma = s.last(",")) {
            remarks.add(s.part(comma + 1, s.length()));
            s = s.part(0, comma);
        }
        return Fillers.without(s);
    }

    /** Of two clauses one may be a remark. */
    private Optional<Query> parted(Sentence left, Sentence right, List<Query> context) {
        Discourse beside = new Discourse(context, reader);
        if (Remarks.are(left)) {
            Sentence asked = Fillers.without(right.is(0, "so", "but", "and", "then") ? right.part(1, right.length()) : right);
            Optional<Query> query = asked.length() == 0 ? Optional.empty() : beside.beside(List.of(left), asked);
            if (query.isPresent()) {
                return query;
            }
        }
        TimeWindows.Found time = TimeWindows.of(left, new References(context));
        boolean alone = time != null && time.rest().length() == 0;
        return Remarks.are(right) && !alone ? beside.beside(List.of(right), left) : Optional.empty();
    }

    /** Whether something is asked rather than named: {@code the waiter} beside a statement is its subject. */
    private boolean asks(Sentence s) {
        return s.length() > 0 && (!before.isEmpty() || topic(s) == null);
    }

    private Optional<Query> beside(List<Sentence> remarks, Sentence asked) {
        Optional<Query> query = asks(asked) ? reader.read(asked, context(remarks)) : Optional.empty();
        return query.filter(one -> remarks.stream().noneMatch(Remarks::timed) || one.window().bounded());
    }
}
