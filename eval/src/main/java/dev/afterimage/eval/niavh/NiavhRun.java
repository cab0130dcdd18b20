package dev.afterimage.eval.niavh;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.answering.form.Options;
import dev.afterimage.eval.haystack.ComposedFrames;
import dev.afterimage.eval.haystack.Haystack;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.needle.Grade;
import dev.afterimage.eval.needle.NeedleSet;
import dev.afterimage.eval.needle.Overlay;
import dev.afterimage.eval.niavh.Cell.CellQuestion;
import dev.afterimage.eval.niavh.Cell.Kind;
import dev.afterimage.eval.niavh.Plan.Watch;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.RunProgress;
import dev.afterimage.eval.run.ResultsFile;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Watches every composed stream through the write path, asks its cells of every method through the read path, grades, and writes rows. */
public final class NiavhRun {

    private static final StreamId BLIND = new StreamId("blind");

    private final Bench bench;
    private final Haystack haystack;
    private final Overlay overlay;
    private final NeedleSet needles;
    private final List<Method> methods;
    private final ResultsFile results;
    private final MemoryCurve memory;
    private final Plan plan;

    public NiavhRun(Bench bench, Haystack haystack, NeedleSet needles, Grid grid, long seed, List<Method> methods, ResultsFile results,
            MemoryCurve memory) {
        this.bench = bench;
        this.haystack = haystack;
        this.overlay = new Overlay(bench.frames());
        this.needles = needles;
        this.methods = methods;
        this.results = results;
        this.memory = memory;
        this.plan = Plan.of(grid, needles, seed);
    }

    /** Seconds of video this run has yet to watch. */
    public double secondsLeft() {
        return plan.watches().stream().filter(this::open).mapToDouble(watch -> watch.composition().seconds()).sum();
    }

    public void run(RunProgress progress) {
        if (methods.stream().anyMatch(Method::blind)) {
            bench.watchBlind(BLIND);
        }
        for (Watch watch : plan.watches()) {
            if (open(watch)) {
                run(watch, progress);
            }
        }
        bench.drop(BLIND);
    }

    private boolean open(Watch watch) {
        return watch.cells().stream().anyMatch(cell -> methods.stream().anyMatch(method -> !results.has(cell.id(), method.name())));
    }

    private void run(Watch watch, RunProgress progress) {
        String told = watch.stream().name();
        bench.watch(watch.stream(), haystack.fps(), ComposedFrames.of(haystack, watch.composition(), overlay), second -> {
            progress.at(told, second);
            memory.sample(bench, watch.stream(), second, watch.composition().seconds());
        });
        int asked = 0;
        for (Cell cell : watch.cells()) {
            progress.at(told + ", question " + ++asked + " of " + watch.cells().size(), watch.composition().seconds());
            // A question at the end of a shorter stream is one about a moment of this one: of the last frame before its length.
            double at = cell.length() - 1 / haystack.fps();
            long kvBytes = bench.kvBytes(watch.stream(), at);
            for (Method method : methods) {
                bench.requireWanted();
                if (!results.has(cell.id(), method.name())) {
                    results.append(ask(watch, cell, method, at, kvBytes));
                }
            }
        }
        bench.drop(watch.stream());
        progress.finished(told, watch.composition().seconds());
    }

    private ObjectNode ask(Watch watch, Cell cell, Method method, double at, long kvBytes) {
        Row row = new Row(bench.model().name(), method.name(), cell, haystack.footage(watch.composition(), cell.length()), kvBytes);
        List<Double> truth = truth(watch, cell);
        List<Boolean> right = new ArrayList<>();
        for (CellQuestion asked : cell.asked()) {
            Question question = method.blind() ? new Question(BLIND, asked.question(), OptionalDouble.empty(), List.of())
                    : new Question(watch.stream(), asked.question(), OptionalDouble.of(at), List.of());
            Reply reply = bench.reading().ask(method, question, truth);
            row.add(asked, reply);
            if (!cell.single()) {
                right.add(right(cell, asked, reply));
            }
        }
        return cell.single() ? row.graded(grade(cell, row.reply())) : row.allRight(right.stream().allMatch(one -> one));
    }

    private static List<Double> truth(Watch watch, Cell cell) {
        if (cell.kind() == Kind.PRESENT) {
            return List.of((double) cell.second());
        }
        return cell.kind() == Kind.ABSENT ? List.of() : watch.composition().placements().stream().map(placed -> (double) placed.second())
                .toList();
    }

    private Grade grade(Cell cell, Reply reply) {
        return cell.kind() == Kind.ABSENT ? Grade.absent(cell.needle(), reply.answer())
                : Grade.present(cell.needle(), cell.second(), reply.answer(), needles.needles().stream()
                .filter(other -> other != cell.needle()).toList());
    }

    /** An item counts only if it is right in every order of its options. */
    private static boolean right(Cell cell, CellQuestion asked, Reply reply) {
        String said = Grade.text(reply.answer());
        if (!Grade.seen(reply.answer())) {
            return false;
        }
        if (asked.options().isEmpty()) {
            return Grade.counts(said, asked.right());
        }
        List<List<String>> orders = cell.kind() == Kind.ORDERING ? List.of(asked.options()) : Options.orders(asked.options());
        return orders.stream().allMatch(order -> Options.meant(said, order).map(order::get).filter(asked.right()::equals).isPresent());
    }
}
