package dev.afterimage.eval.videoqa;

import dev.afterimage.answering.form.Options;
import dev.afterimage.eval.input.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Options with the right one among them.
 *
 * @param options bare, without letters before them
 */
record Choice(List<String> options, String right) {

    /** The right one named by its letter, or said itself. */
    static Choice of(Item item, List<String> given, String field) {
        List<String> options = given.stream().map(Options::bare).toList();
        String answer = item.text(field);
        if (answer.matches("\\(?[A-Ha-h][).]?")) {
            int number = Character.toUpperCase(answer.replace("(", "").charAt(0)) - 'A';
            if (number >= options.size()) {
                throw item.wrong(field, "is '" + answer + "', and there are " + options.size() + " options");
            }
            return new Choice(options, options.get(number));
        }
        String bare = Options.bare(answer);
        return new Choice(options, options.stream().filter(option -> option.equalsIgnoreCase(bare)).findFirst()
                .orElseThrow(() -> item.wrong(field, "is '" + answer + "', which is none of the options")));
    }

    /** The right one named by its number, from 0. */
    static Choice at(Item item, List<String> given, String field) {
        int number = (int) item.number(field);
        if (number < 0 || number >= given.size()) {
            throw item.wrong(field, "is " + number + ", and there are " + given.size() + " options");
        }
        return new Choice(given.stream().map(Options::bare).toList(), Options.bare(given.get(number)));
    }

    /** {@code PREFIX0}, {@code PREFIX1}, ... or {@code choice_a}, {@code choice_b}, ... as long as there are any. */
    static List<String> fields(Item item, String prefix, char first) {
        List<String> options = new ArrayList<>();
        for (char c = first; item.has(prefix + c); c++) {
            options.add(item.text(prefix + c));
        }
        if (options.size() < 2) {
            throw item.wrong(prefix + first, "and the next are missing: a choice needs two options at least");
        }
        return options;
    }
}
