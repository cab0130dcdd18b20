package dev.afterimage.worlds;

import dev.afterimage.core.evidence.Utterance;
import dev.afterimage.worlds.Expected.NotSeen;
import dev.afterimage.worlds.Expected.Answered;
import dev.afterimage.worlds.Expected.Time;
import dev.afterimage.worlds.Expected.Word;
import dev.afterimage.worlds.SaidScript.Ask;
import dev.afterimage.worlds.SaidScript.Sentence;
import dev.afterimage.worlds.WorldSpeech.SpokenLine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** Questions about what is said in a world, with their true answers; their kinds begin with {@code said}. */
public final class SaidQuestions {

    private static final Set<String> THINGS = Set.of("item", "thing", "animal");

    private final WorldSpeech speech;
    private final Random random;
    private final boolean heldOut;

    private SaidQuestions(World world) {
        this.speech = WorldSpeech.of(world);
        this.random = new Random(world.seed * 27644437 + 7);
        this.heldOut = world.heldOut();
    }

    public static List<WorldQuestion> of(World world, int most) {
        SaidQuestions questions = new SaidQuestions(world);
        if (questions.speech.spoken.isEmpty()) {
            return List.of();
        }
        List<Supplier<Optional<WorldQuestion>>> kinds =
                new ArrayList<>(List.of(questions::absent, questions::absentLike, questions::when, questions::followUp));
        questions.speech.spoken.forEach(spoken -> kinds.add(() -> questions.content(spoken)));
        Collections.shuffle(kinds, questions.random);
        return kinds.stream().map(Supplier::get).flatMap(Optional::stream).limit(most).toList();
    }

    /** What one line tells; of a line that was taken back, what holds in the end. */
    private Optional<WorldQuestion> content(SpokenLine said) {
        if (said.line().takesBack() != null) {
            return Optional.empty();
        }
        SpokenLine last = speech.last(said);
        boolean like = speech.spoken.stream().anyMatch(other -> other != said && other != last && other.line().sentence() == said.line()
                .sentence());
        List<Ask> asks = last == said ? said.line().sentence().asks().stream().filter(ask -> !like || WorldSpeech.tellsApart(ask))
                .toList() : List.of(last.line().changed());
        if (asks.isEmpty()) {
            return Optional.empty();
        }
        Ask ask = any(asks);
        return Optional.of(asked(last == said ? "said" : "said again", ask, last, List.of()));
    }

    /** @param earlier the user's turn before; the question itself is then cut to what differs */
    private WorldQuestion asked(String kind, Ask ask, SpokenLine said, List<String> earlier) {
        String question = SaidScript.filled(ask.question(), said.line().words()::get);
        String shortest = SaidScript.filled(ask.answer(), said.line().words()::get);
        String wanted = bare(ask.open().isEmpty() ? shortest : said.line().words().get(ask.open().get(0)));
        List<String> others = ask.open().isEmpty() ? List.of() : speech.spoken.stream().filter(other -> other != said)
                .map(other -> other.line().words().get(ask.open().get(0)))
                .filter(word -> word != null && !bare(word).equals(wanted)).map(SaidQuestions::bare).toList();
        String text = earlier.isEmpty() ? question : any(List.of("And {x}?", "What about {x}?", "and {x}"))
                .replace("{x}", difference(ask, said));
        Utterance utterance = said.utterance();
        return new WorldQuestion(kind, text, OptionalDouble.empty(), earlier,
                new Answered(new Word(wanted, others, shortest), List.of(new double[] {utterance.start(), utterance.end()})), true);
    }

    /** A filled gap without its article and full stop, as it is looked for in an answer. */
    private static String bare(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("^(?:the|a|an|some) |[.]$", "");
    }

    private static String difference(Ask ask, SpokenLine said) {
        String gap = SaidScript.gaps(ask.question()).get(0);
        String article = ask.question().contains("the {" + gap + "}") ? "the " : "";
        return article + said.line().words().get(gap);
    }

    /** A sentence that nobody said. */
    private Optional<WorldQuestion> absent() {
        List<Sentence> unsaid = SaidScript.SHIPPED.sentences(heldOut).stream()
                .filter(sentence -> speech.spoken.stream().noneMatch(s -> s.line().sentence() == sentence)).toList();
        return Optional.of(refused(any(any(unsaid).asks())));
    }

    /** Something like what was said, about something else. */
    private Optional<WorldQuestion> absentLike() {
        List<Ask> asks = any(speech.spoken).line().sentence().asks().stream().filter(WorldSpeech::tellsApart).toList();
        return asks.isEmpty() ? Optional.empty() : Optional.of(refused(any(asks)));
    }

    private WorldQuestion refused(Ask ask) {
        Map<String, String> words = new HashMap<>();
        SaidScript.gaps(ask.question()).forEach(gap -> words.put(gap, speech.word(gap)));
        return new WorldQuestion("said absent", SaidScript.filled(ask.question(), words::get), new NotSeen());
    }

    private Optional<WorldQuestion> when() {
        SpokenLine said = any(speech.spoken);
        List<String> once = said.line().words().entrySet().stream().filter(word -> word.getValue().length() > 3 && speech.spoken.stream()
                .filter(other -> other.utterance().text().contains(word.getValue())).count() == 1)
                .map(word -> (THINGS.contains(word.getKey()) ? "the " : "") + word.getValue()).sorted().toList();
        if (once.isEmpty()) {
            return Optional.empty();
        }
        List<String> phrasings = List.of("When did somebody speak of {x}?", "When was {x} mentioned?", "At what time did they talk about "
                + "{x}?", "When did anyone say something about {x}?");
        String text = any(heldOut ? phrasings : phrasings.subList(0, 3)).replace("{x}", any(once));
        Utterance utterance = said.utterance();
        return Optional.of(new WorldQuestion("said when", text,
                new Answered(new Time(utterance.start()), List.of(new double[] {utterance.start(), utterance.end()}))));
    }

    /** {@code Where is the ladder? - In the hall. - And the hammer?} */
    private Optional<WorldQuestion> followUp() {
        List<SpokenLine> like = speech.spoken.stream()
                .filter(said -> said.line().takesBack() == null && speech.last(said) == said && speech.spoken.stream()
                .anyMatch(other -> other != said && other.line().takesBack() == null && speech.last(other) == other
                && other.line().sentence() == said.line().sentence())).toList();
        if (like.size() < 2) {
            return Optional.empty();
        }
        List<Ask> asks = like.get(0).line().sentence().asks().stream()
                .filter(ask -> SaidScript.gaps(ask.question()).size() == 1 && !ask.open().isEmpty()).toList();
        return asks.isEmpty() ? Optional.empty() : Optional.of(any(asks)).map(ask ->
                asked("said follow-up", ask, like.get(1), List.of(SaidScript.filled(ask.question(), like.get(0).line().words()::get))));
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
