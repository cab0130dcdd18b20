package dev.afterimage.memory.question;

import dev.afterimage.memory.question.QuestionForm.Ask;
import dev.afterimage.memory.question.QuestionForm.Aspect;
import dev.afterimage.memory.time.TimeExpressions;
import dev.afterimage.memory.time.TimeReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes English questions about a camera's stream apart, however they are phrased; what it can't place stays as free text. */
public final class QuestionReader {

    private static final Pattern QUOTED = Pattern.compile("[\"“”]([^\"“”]{1,80})[\"“”]|(?<!\\w)'([^']{1,80})'(?!\\w)");
    /** {@code the sign say EXIT B2}: capitals after a word for writing are meant as quoted. */
    private static final Pattern CAPITALS = Pattern.compile("\\b(?:say|says|said|saying|reads?|words?|spells?)\\s+([A-Z][A-Z0-9]+(?:[ -][A-Z0-9]+)*)\\b");
    /** {@code What about 00:20?}: there "about" is no part of the time. */
    private static final Pattern WHAT_ABOUT_TIME = Pattern.compile("^\\W*(?:(?:and|so|but) )?(?:what|how) about (?=(?:second |minute )?\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern WHAT_ABOUT = Pattern.compile("^\\W*(?:(?:and|so|but) )?(?:what|how) about ", Pattern.CASE_INSENSITIVE);
    private static final Pattern NOT_WORDS = Pattern.compile("[^a-z0-9' -]+");
    private static final String COMPARED = "(at least|no fewer than|no less than|minimum of|more than|over|at most|up to|no more than|less than|fewer than|exactly|only|just|precisely)";
    private static final Pattern AMOUNT = Pattern.compile("(?:\\b" + COMPARED + " )?\\b(?:a |the )?(\\d+|zero|no|one|single|two|couple|pair|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
            + "(?: (or (?:more|fewer|less)))?(?: (?:of|different|other|more|parked|the|these))*$");
    /** {@code from three to two}, {@code drops to one}: the state after the change. */
    private static final Pattern CHANGED_TO = Pattern.compile("\\bto (?:only |just )?(\\d+|zero|one|two|three|four|five|six|seven|eight|nine|ten)\\b");
    private static final Pattern BARE_AMOUNT = Pattern.compile("\\b" + COMPARED + " (\\d+|one|two|three|four|five|six|seven|eight|nine|ten)()\\b");

    private QuestionReader() { }

    /**
     * @param earlier questions asked before in the same chat, oldest first
     * @param now     the moment it is asked at, seconds from the stream's start
     */
    public static QuestionForm read(String question, List<String> earlier, double now) {
        QuestionForm form = read(question, now);
        for (int i = earlier.size() - 1; i >= 0 && form.elliptical(); i--) {
            QuestionForm before = read(earlier.get(i), earlier.subList(0, i), now);
            if (before.ask() != Ask.OTHER || !before.subjects().isEmpty()) {
                form = form.completedBy(before);
            }
        }
        return form;
    }

    private static QuestionForm read(String question, double now) {
        Optional<String> literal = literal(question);
        TimeReference time = TimeExpressions.find(WHAT_ABOUT.matcher(WHAT_ABOUT_TIME.matcher(question).replaceFirst("and at ")).replaceFirst("and "), now);
        String whole = plain(literal.isPresent() ? QUOTED.matcher(time.question()).replaceAll(" ") : time.question());
        Optional<Clause.Split> split = Clause.split(whole);
        String plain = split.map(Clause.Split::main).orElse(whole);
        Optional<Clause> clause = split.map(s -> new Clause(s.relation(), read(s.anchor(), now), s.second().map(second -> read(second, now))));
        List<String> words = Arrays.asList(plain.split(" "));
        List<SubjectWords.Mention> mentions = mentions(words);
        // What detectors know is told apart below; only here do names that none knows stand side by side.
        List<Subject> compared = split.isPresent() || mentions.size() >= 2 && literal.isEmpty() ? List.of() : Alternatives.of(time.question());
        Ask ask = compared.isEmpty() ? ask(plain, mentions.size()) : Ask.WHICH_FIRST;
        List<Subject> subjects = compared.isEmpty() ? subjects(plain, words, mentions, ask, literal) : compared;
        Amount amount = amount(plain, words, mentions);
        Aspect aspect = aspect(plain);
        boolean elliptical = QuestionWords.FOLLOW_UP.matcher(plain).find()
                || subjects.isEmpty() && (QuestionWords.PRONOUN.matcher(plain).find() || words.size() <= 5 && ask != Ask.WHAT && ask != Ask.WRITING);
        return new QuestionForm(question, ask, subjects, amount, occurrence(plain), visits(plain), aspect, place(plain), literal,
                unsupported(plain, words, mentions, ask, aspect), colour(words, mentions), clause, current(plain, ask, aspect), total(plain, ask, aspect), elliptical, time);
    }

    private static String plain(String text) {
        String lower = text.toLowerCase(Locale.ROOT).replace('’', '\'').replaceAll("\\b(what|when|where|who|how|there|that|it|he|she)'s\\b", "$1 is")
                .replaceAll("n't\\b", " not").replaceAll("\\bca not\\b", "can not").replaceAll("\\b(they|you|we)'re\\b", "$1 are").replaceAll("'s\\b", "");
        return NOT_WORDS.matcher(lower).replaceAll(" ").replaceAll("\\s+", " ").strip();
    }

    private static Optional<String> literal(String question) {
        Matcher quoted = QUOTED.matcher(question);
        if (quoted.find()) {
            return Optional.of(Optional.ofNullable(quoted.group(1)).orElse(quoted.group(2)).strip());
        }
        Matcher capitals = CAPITALS.matcher(question);
        return capitals.find() ? Optional.of(capitals.group(1)) : Optional.empty();
    }

    private static Ask ask(String plain, int mentions) {
        if (QuestionWords.HOW_OFTEN.matcher(plain).find()) {
            return Ask.HOW_OFTEN;
        }
        if (QuestionWords.SCENES.matcher(plain).find() && mentions == 0) {
            return Ask.SCENES;
        }
        boolean one = mentions > 0 || QuestionWords.PRONOUN.matcher(plain).find();
        if (QuestionWords.COLOUR.matcher(plain).find() && one) {
            return Ask.COLOUR;
        }
        if (QuestionWords.SIDE.matcher(plain).find() && one) {
            return Ask.SIDE;
        }
        if (QuestionWords.HOW_LONG_AGO.matcher(plain).find()) {
            return Ask.WHEN;
        }
        if (QuestionWords.HOW_LONG.matcher(plain).find()) {
            return Ask.HOW_LONG;
        }
        if (QuestionWords.WHEN.matcher(plain).find() || mentions > 0 && QuestionWords.TIMES_OF.matcher(plain).find()) {
            return Ask.WHEN;
        }
        if (QuestionWords.CHANGES.matcher(plain).find() && QuestionWords.EXISTS.matcher(plain).find()) {
            return Ask.EXISTS;
        }
        if (QuestionWords.HOW_MANY.matcher(plain).find() || plain.matches(".*\\b(maximum|highest|largest)\\b.*|(?:and )?what (?:is|was|were|are) the most\\b.*")) {
            return Ask.HOW_MANY;
        }
        if (mentions >= 2 && (QuestionWords.WHICH_FIRST.matcher(plain).find() || QuestionWords.BEFORE_AFTER.matcher(plain).find())) {
            return Ask.WHICH_FIRST;
        }
        if (QuestionWords.SAYS.matcher(plain).find() || QuestionWords.SPOKEN.matcher(plain).find()
                || QuestionWords.WRITING.matcher(plain).find() && QuestionWords.WHAT.matcher(plain).find()) {
            return Ask.WRITING;
        }
        if (QuestionWords.WHERE.matcher(plain).find()) {
            return Ask.WHERE;
        }
        if (QuestionWords.EXISTS.matcher(plain).find()) {
            return Ask.EXISTS;
        }
        return QuestionWords.WHAT.matcher(plain).find() ? Ask.WHAT : Ask.OTHER;
    }

    static List<SubjectWords.Mention> mentions(List<String> words) {
        List<SubjectWords.Mention> found = new ArrayList<>();
        for (int at = 0; at < words.size();) {
            Optional<SubjectWords.Mention> mention = SubjectWords.at(words, at);
            mention.ifPresent(found::add);
            at = mention.map(SubjectWords.Mention::to).orElse(at + 1);
        }
        return found;
    }

    private static List<Subject> subjects(String plain, List<String> words, List<SubjectWords.Mention> mentions, Ask ask, Optional<String> literal) {
        List<Subject> main = mentions.stream().filter(m -> !setting(words, m)).map(SubjectWords.Mention::subject).distinct().toList();
        List<Subject> settings = mentions.stream().map(SubjectWords.Mention::subject).filter(s -> !QuestionWords.PLACES.contains(s.singular())).distinct().toList();
        boolean empty = QuestionWords.EMPTY.matcher(plain).find();
        boolean who = plain.matches(".*\\b(who|whom)\\b.*") && (main.isEmpty() || ask == Ask.WHAT);
        if (QuestionWords.NOBODY.matcher(plain).find() || who) {
            return List.of(SubjectWords.ofLabel("person"));
        }
        if (empty && main.stream().allMatch(s -> QuestionWords.PLACES.contains(s.singular()))) {
            return List.of(QuestionWords.INDOORS.matcher(plain).find() ? SubjectWords.ofLabel("person") : Subject.LOOSE);
        }
        if (!main.isEmpty()) {
            return ask == Ask.WHICH_FIRST ? main : told(main, plain);
        }
        if (!settings.isEmpty() && ask != Ask.WHAT) {
            return settings;
        }
        if (literal.isPresent() || QuestionWords.WRITING.matcher(plain).find()) {
            return List.of(Subject.WRITING);
        }
        if (QuestionWords.MOST.matcher(plain).find() && plain.matches(".*\\b(?:busiest|fullest|crowded)\\b.*")) {
            return List.of(Subject.ANYTHING);
        }
        return ask == Ask.WRITING || ask == Ask.COLOUR || ask == Ask.SIDE ? List.of() : unknown(words);
    }

    /** Of several subjects those that the question turns on: not where it was, nor who put or took it, nor a mere "something". */
    private static List<Subject> told(List<Subject> main, String plain) {
        boolean handled = QuestionWords.ADDED.matcher(plain).find() || QuestionWords.REMOVED.matcher(plain).find();
        List<Subject> told = main.stream().filter(s -> s != Subject.ANYTHING && !QuestionWords.PLACES.contains(s.singular())
                && !(handled && s.labels().equals(Set.of("person")))).toList();
        return told.isEmpty() ? main : told;
    }

    /** {@code on the couch}: says where, when the question names something else too. */
    private static boolean setting(List<String> words, SubjectWords.Mention mention) {
        int before = mention.from() - 1;
        while (before >= 0 && QuestionWords.DETERMINERS.contains(words.get(before))) {
            before--;
        }
        return before >= 0 && QuestionWords.PREPOSITIONS.contains(words.get(before));
    }

    static List<Subject> unknown(List<String> words) {
        String rest = String.join(" ", words.stream().filter(w -> !QuestionWords.IDLE.contains(w) && w.length() > 2 && !w.matches("\\d+")).toList());
        return rest.isEmpty() ? List.of() : List.of(Subject.unknown(rest));
    }

    private static Amount amount(String plain, List<String> words, List<SubjectWords.Mention> mentions) {
        Matcher changed = CHANGED_TO.matcher(plain);
        if (changed.find()) {
            return new Amount(Amount.Relation.EXACTLY, number(changed.group(1)));
        }
        for (SubjectWords.Mention mention : mentions) {
            Matcher before = AMOUNT.matcher(String.join(" ", words.subList(Math.max(0, mention.from() - 6), mention.from())));
            if (before.find() && !(before.group(2).equals("no") && QuestionWords.HOW_MANY.matcher(plain).find())) {
                return amount(before);
            }
        }
        Matcher bare = BARE_AMOUNT.matcher(plain);
        if (bare.find()) {
            return amount(bare);
        }
        if (QuestionWords.EMPTY.matcher(plain).find()) {
            return Amount.NONE;
        }
        if (plain.matches(".*\\b(several|multiple)\\b.*")) {
            return Amount.SEVERAL;
        }
        if (QuestionWords.MOST.matcher(plain.replace("most recent", "")).find()) {
            return Amount.MOST;
        }
        if (QuestionWords.FEWEST.matcher(plain).find()) {
            return Amount.FEWEST;
        }
        if (QuestionWords.ALONE.matcher(plain).find()) {
            return new Amount(Amount.Relation.EXACTLY, 1);
        }
        return mentions.size() == 1 && QuestionWords.TOGETHER.matcher(plain).find() ? Amount.SEVERAL : Amount.ANY;
    }

    private static Amount amount(Matcher found) {
        int number = number(found.group(2));
        String compared = Optional.ofNullable(found.group(1)).orElse("") + Optional.ofNullable(found.group(3)).orElse("");
        return switch (compared) {
            case "at least", "no fewer than", "no less than", "minimum of", "or more" -> new Amount(Amount.Relation.AT_LEAST, number);
            case "more than", "over" -> new Amount(Amount.Relation.AT_LEAST, number + 1);
            case "at most", "up to", "no more than", "or fewer", "or less" -> new Amount(Amount.Relation.AT_MOST, number);
            case "less than", "fewer than" -> new Amount(Amount.Relation.AT_MOST, number - 1);
            default -> new Amount(Amount.Relation.EXACTLY, number);
        };
    }

    private static int number(String word) {
        return Optional.ofNullable(QuestionWords.NUMBERS.get(word)).orElseGet(() -> word.length() > 6 ? 1_000_000 : Integer.parseInt(word));
    }

    private static int occurrence(String plain) {
        Matcher repeated = QuestionWords.REPEATED.matcher(plain);
        if (repeated.find() && !QuestionWords.HOW_OFTEN.matcher(plain).find()) {
            return repeated.group(1) != null ? 2 : number(repeated.group(2));
        }
        // "At what second" asks for a time.
        Optional<Integer> ordinal = Arrays.stream(plain.replaceAll("\\b(?:what|which|every|each|per|split) second\\b", "").split(" "))
                .map(QuestionWords.ORDINALS::get).filter(n -> n != null).findFirst();
        if (ordinal.isPresent()) {
            return ordinal.get();
        }
        if (QuestionWords.FIRST.matcher(plain).find()) {
            return 1;
        }
        return QuestionWords.LAST.matcher(plain).find() ? -1 : 0;
    }

    private static boolean visits(String plain) {
        return QuestionWords.TIMES.matcher(plain).find() || QuestionWords.REPEATED.matcher(plain).find();
    }

    private static Aspect aspect(String plain) {
        if (QuestionWords.LEAVES.matcher(plain).find() || QuestionWords.LEFT.matcher(plain).find()) {
            return Aspect.LEAVES;
        }
        if (QuestionWords.REMOVED.matcher(plain).find()) {
            return Aspect.REMOVED;
        }
        if (QuestionWords.ADDED.matcher(plain).find()) {
            return Aspect.ADDED;
        }
        if (QuestionWords.CHANGES.matcher(plain).find()) {
            return Aspect.CHANGES;
        }
        return QuestionWords.APPEARS.matcher(plain).find() ? Aspect.APPEARS : Aspect.STATE;
    }

    private static Optional<String> place(String plain) {
        if (QuestionWords.WHERE.matcher(plain).find()) {
            return Optional.empty();
        }
        if (QuestionWords.LEFT_PLACE.matcher(plain).find()) {
            return Optional.of("left");
        }
        if (QuestionWords.RIGHT_PLACE.matcher(plain).find()) {
            return Optional.of("right");
        }
        return QuestionWords.CENTRE_PLACE.matcher(plain).find() ? Optional.of("centre") : Optional.empty();
    }

    private static Optional<String> unsupported(String plain, List<String> words, List<SubjectWords.Mention> mentions, Ask ask, Aspect aspect) {
        if (ask == Ask.COLOUR && !mentions.isEmpty() && mentions.get(0).subject().labels().contains("person")) {
            return Optional.of("colour");
        }
        Matcher found = QuestionWords.UNSUPPORTED.matcher(uncoloured(words, mentions, ask));
        if (found.find()) {
            return Optional.of(found.group());
        }
        Matcher with = QuestionWords.WITH_UNKNOWN.matcher(plain);
        while (with.find()) {
            List<String> named = with.group(2) == null ? List.of(with.group(1)) : List.of(with.group(1), with.group(2));
            boolean known = named.stream().anyMatch(QuestionWords.IDLE::contains) || !mentions(named).isEmpty();
            if (!known) {
                return Optional.of(with.group(1));
            }
        }
        boolean definite = ask == Ask.EXISTS && aspect == Aspect.STATE && !mentions.isEmpty() && QuestionWords.ABOUT_ONE.matcher(plain).find();
        return definite ? said(words, mentions) : Optional.empty();
    }

    /** {@code red} in {@code the red car}: things have colours, people and writing only clothes and paint. */
    private static Optional<String> colour(List<String> words, List<SubjectWords.Mention> mentions) {
        return mentions.stream().filter(mention -> coloured(words, mention)).findFirst().map(mention -> {
            String word = words.get(mention.from() - 1);
            return word.equals("gray") ? "grey" : word;
        });
    }

    private static boolean coloured(List<String> words, SubjectWords.Mention mention) {
        return mention.from() > 0 && QuestionWords.COLOURS.contains(words.get(mention.from() - 1)) && mention.subject().kind() == Subject.Kind.THINGS
                && !mention.subject().labels().contains("person");
    }

    /** The question without the colours that notes tell. */
    private static String uncoloured(List<String> words, List<SubjectWords.Mention> mentions, Ask ask) {
        List<String> rest = new ArrayList<>(words);
        mentions.stream().filter(mention -> coloured(words, mention)).forEach(mention -> rest.set(mention.from() - 1, ""));
        String plain = String.join(" ", rest);
        return ask == Ask.COLOUR ? plain.replaceAll("\\bcolou?rs?\\b", "") : ask == Ask.SIDE ? plain.replaceAll("\\b(?:directions?|(?:which|what) way)\\b", "") : plain;
    }

    /** What {@code Is the person thirsty?} says of its subject, unless it is a place. */
    private static Optional<String> said(List<String> words, List<SubjectWords.Mention> mentions) {
        int from = mentions.get(0).to();
        return words.subList(from, words.size()).stream()
                .filter(word -> !QuestionWords.IDLE.contains(word) && !QuestionWords.PREPOSITIONS.contains(word) && word.length() > 2 && !word.matches("\\d+"))
                .filter(word -> mentions.stream().noneMatch(mention -> words.subList(mention.from(), mention.to()).contains(word))).findFirst();
    }

    private static boolean current(String plain, Ask ask, Aspect aspect) {
        boolean past = QuestionWords.PAST.matcher(plain).find();
        boolean event = aspect != Aspect.STATE && QuestionWords.DO.matcher(plain).find();
        boolean coming = aspect == Aspect.APPEARS && (ask == Ask.HOW_MANY || ask == Ask.WHAT);
        return !past && !event && !coming && !QuestionWords.STREAM.matcher(plain).find();
    }

    private static boolean total(String plain, Ask ask, Aspect aspect) {
        return QuestionWords.TOTAL.matcher(plain).find() || ask == Ask.HOW_MANY && (aspect == Aspect.APPEARS || aspect == Aspect.LEAVES);
    }
}
