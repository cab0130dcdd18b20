package dev.afterimage.benchmark.worlds;

import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.answer.Answer;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.worlds.WorldQuestion;
import dev.afterimage.worlds.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Right and wrong answers by kind of question. */
final class WorldScores {

    private static final class Tally {
        private int questions;
        private int right;
        private int cited;
        private int computed;
    }

    private final Map<String, Tally> kinds = new TreeMap<>();
    private final Tally all = new Tally();
    private int absent;
    private int refused;
    private int present;
    private int falselyRefused;
    final List<String> wrong = new ArrayList<>();

    void add(World world, WorldQuestion question, Reply reply) {
        String fault = question.expected().fault(reply.answer());
        boolean cites = question.expected().cites(reply.answer());
        for (Tally tally : List.of(all, kinds.computeIfAbsent(question.kind(), kind -> new Tally()))) {
            tally.questions++;
            tally.right += fault.isEmpty() ? 1 : 0;
            tally.cited += cites ? 1 : 0;
            tally.computed += reply.answer() instanceof Answer.Answered answered && answered.method().equals("computed") ? 1 : 0;
        }
        boolean unseen = reply.answer() instanceof Answer.NotSeen || reply.answer() instanceof Answer.CannotTell;
        absent += question.present() ? 0 : 1;
        refused += !question.present() && unseen ? 1 : 0;
        present += question.present() ? 1 : 0;
        falselyRefused += question.present() && unseen ? 1 : 0;
        if (!fault.isEmpty() || !cites) {
            wrong.add(world.seed + " | " + question.kind() + " | " + String.join(" / ", question.earlier())
                    + (question.earlier().isEmpty() ? "" : " / ") + question.text() + " | " + shown(reply) + " | "
                    + (fault.isEmpty() ? "citation" : fault) + " | " + question.expected());
        }
    }

    private static String shown(Reply reply) {
        return reply.answer() instanceof Answer.Answered answered ? answered.text() + answered.citations().stream().findFirst()
                .map(c -> " [" + c.start() + " - " + c.end() + "]").orElse("")
                : reply.answer() instanceof Answer.NotSeen unseen ? "not seen: " + unseen.why() : reply.answer().toString();
    }

    int questions() {
        return all.questions;
    }

    double accuracy() {
        return (double) all.right / all.questions;
    }

    double citation() {
        return (double) all.cited / all.questions;
    }

    double absentRefused() {
        return (double) refused / Math.max(1, absent);
    }

    double falseRefusals() {
        return (double) falselyRefused / Math.max(1, present);
    }

    Table table(String title) {
        Table table = new Table(title, "asks", "questions", "right %", "first citation right %", "computed %");
        kinds.forEach((kind, tally) -> row(table, kind, tally));
        row(table, "all", all);
        return table;
    }

    private static void row(Table table, String kind, Tally tally) {
        table.row(kind, tally.questions, 100.0 * tally.right / tally.questions, 100.0 * tally.cited / tally.questions,
                100.0 * tally.computed / tally.questions);
    }
}
