package dev.afterimage.benchmark.worlds;

import dev.afterimage.benchmark.report.Table;
import dev.afterimage.core.Answer;
import dev.afterimage.core.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Right and wrong answers by kind of question. */
final class WorldScores {

    private static final class Tally {
        private int asked;
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

    void add(World world, Asked asked, Reply reply) {
        String fault = asked.expected().fault(reply.answer());
        boolean cites = asked.expected().cites(reply.answer());
        for (Tally tally : List.of(all, kinds.computeIfAbsent(asked.kind(), kind -> new Tally()))) {
            tally.asked++;
            tally.right += fault.isEmpty() ? 1 : 0;
            tally.cited += cites ? 1 : 0;
            tally.computed += reply.answer() instanceof Answer.Answered answered && answered.method().equals("computed") ? 1 : 0;
        }
        boolean unseen = reply.answer() instanceof Answer.NotSeen;
        absent += asked.present() ? 0 : 1;
        refused += !asked.present() && unseen ? 1 : 0;
        present += asked.present() ? 1 : 0;
        falselyRefused += asked.present() && unseen ? 1 : 0;
        if (!fault.isEmpty() || !cites) {
            wrong.add(world.seed + " | " + asked.kind() + " | " + String.join(" / ", asked.earlier()) + (asked.earlier().isEmpty() ? "" : " / ") + asked.text() + " | " + told(reply) + " | "
                    + (fault.isEmpty() ? "citation" : fault) + " | " + asked.expected());
        }
    }

    private static String told(Reply reply) {
        return reply.answer() instanceof Answer.Answered answered ? answered.text() + answered.citations().stream().findFirst().map(c -> " [" + c.start() + " - " + c.end() + "]").orElse("")
                : reply.answer() instanceof Answer.NotSeen unseen ? "not seen: " + unseen.why() : reply.answer().toString();
    }

    int asked() {
        return all.asked;
    }

    double accuracy() {
        return (double) all.right / all.asked;
    }

    double citation() {
        return (double) all.cited / all.asked;
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
        table.row(kind, tally.asked, 100.0 * tally.right / tally.asked, 100.0 * tally.cited / tally.asked, 100.0 * tally.computed / tally.asked);
    }
}
