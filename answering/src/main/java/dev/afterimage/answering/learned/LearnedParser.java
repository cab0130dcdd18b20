package dev.afterimage.answering.learned;

import dev.afterimage.answering.parse.QuestionParser;
import dev.afterimage.answering.parse.QuestionWords;
import dev.afterimage.answering.parse.QuestionWords.Word;
import dev.afterimage.answering.parse.Restraint;
import dev.afterimage.answering.query.Query;
import dev.afterimage.core.model.QuestionReader;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads by the grammar first. What the grammar leaves open is read by a trained model that can write nothing but whole queries; its reading
 * counts only where it is sure and accounts for every word that carries meaning. Safe for use by several threads.
 */
public final class LearnedParser implements QuestionParser {

    /** The least chance of all steps of a line together; chosen by voices that the reader was not trained with. */
    private static final double SURE = 0.9;
    /** The encoder takes 512 pieces, with two marks. */
    private static final int LONGEST_TEXT = 500;
    /** Steps of a line, at most. */
    private static final int LONGEST = 40;

    private final QuestionParser grammar;
    private final QuestionReader reader;

    public LearnedParser(QuestionParser grammar, QuestionReader reader) {
        this.grammar = grammar;
        this.reader = reader;
    }

    /** @param chance of all steps together */
    record Line(List<LineReader.Step> steps, double chance) { }

    @Override
    public Query parse(String question, List<Query> before) {
        Query query = grammar.parse(question, before);
        if (!(query instanceof Query.Open)) {
            return query;
        }
        if (pieces(question) > LONGEST_TEXT || !before.isEmpty() && before.get(before.size() - 1) instanceof Query.Open last
                && pieces(last.question()) > LONGEST_TEXT) {
            return query;
        }
        List<Word> words = QuestionWords.of(question, before);
        boolean nothing = words.stream().allMatch(word -> word.earlier() || word.mark());
        if (nothing || words.size() > QuestionWords.MOST || words.stream().mapToInt(word -> pieces(word.text())).sum() > LONGEST_TEXT) {
            return query;
        }
        Line line = line(reader, words);
        if (line.chance < SURE || !EvokedWords.account(words, line.steps)) {
            return query;
        }
        Query read = LineReader.query(line.steps, words, query);
        return Restraint.forbids(read, question) ? query : read;
    }

    /** The most pieces that an encoder may make of a text: one of a letter, three of what is not Latin. */
    private static int pieces(String text) {
        return text.codePoints().map(one -> one < 0x80 ? 1 : 3).sum();
    }

    /** The line that takes the likeliest step each time; one that reads the question as open where that does not end. */
    static Line line(QuestionReader reader, List<Word> words) {
        QuestionReader.Reading reading = reader.read(words.stream().map(Word::text).toList(), words.stream().map(Word::facts).toList());
        List<LineReader.Step> steps = new ArrayList<>();
        List<String> pending = List.of(LineSymbols.START);
        double chance = 1;
        while (!pending.isEmpty() && steps.size() < LONGEST) {
            Choices choices = new Choices(pending, words);
            float[] chances = reading.chances(choices.allowed());
            int next = choices.likeliest(chances);
            chance *= choices.together(chances, next);
            reading.take(next);
            steps.add(choices.step(next));
            pending = choices.behind(next);
        }
        return pending.isEmpty() ? new Line(steps, chance) : new Line(List.of(new LineReader.Step("open", -1)), 0);
    }
}
