package dev.afterimage.answering.ask;

import dev.afterimage.answering.evaluate.Finding;
import dev.afterimage.answering.evaluate.Phrases;
import dev.afterimage.answering.evaluate.Support;
import dev.afterimage.answering.evidence.StoredUtterance;
import dev.afterimage.answering.evidence.Timeline;
import dev.afterimage.answering.lexicon.Stems;
import dev.afterimage.answering.query.Query;
import dev.afterimage.answering.query.QueryWords;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What was said near a question that the picture does not decide: the answer may lie there. */
final class NearbySpeech {

    private static final int MOST_CITED = 8;

    /** An utterance that holds so many of the question's words tells about just that. */
    private static final int LEAST_WORDS = 2;

    private NearbySpeech() { }

    /** The utterance that holds all words of a query, given as what was said; empty where there is none, or too few words to be sure. */
    static Optional<Finding> quoted(Query query, List<Support> near) {
        Set<String> words = Stems.of(String.join(" ", QueryWords.of(query)));
        boolean asked = !(query instanceof Query.Count) && words.size() >= LEAST_WORDS && !near.isEmpty()
                && Stems.of(near.get(0).note()).containsAll(words);
        return !asked ? Optional.empty() : Optional.of(new Finding.Fact("It was said " + Phrases.fromTo(near.get(0).span()) + ": \""
                + near.get(0).note().replace('"', '\'').replaceAll("[.\\s]{1,8}$", "") + "\".", near));
    }

    /**
     * Utterances that share words with the question, those that share most first, the latest first among those alike.
     *
     * @param found what the evidence says; empty for an open question
     * @return none for a question that asks for speech itself, or whether something was there: what was said of a thing does not show it
     */
    static List<Support> near(Query query, Optional<Finding> found, Timeline timeline) {
        boolean decided = found.map(finding -> finding instanceof Finding.Fact || finding instanceof Finding.NotWatched).orElse(false);
        if (decided || query instanceof Query.Said || query instanceof Query.Exists || query instanceof Query.Written || timeline.said()
                .isEmpty()) {
            return List.of();
        }
        Set<String> words = query instanceof Query.Open open ? Stems.of(open.question()) : Stems.of(String.join(" ", QueryWords.of(query)));
        Comparator<StoredUtterance> nearest = Comparator.comparingInt((StoredUtterance said) -> said.holds(words))
                .thenComparingDouble(said -> said.span().start()).reversed();
        return timeline.said().stream().filter(said -> said.holds(words) > 0).sorted(nearest).limit(MOST_CITED).map(Support::of).toList();
    }
}
