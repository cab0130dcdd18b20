package dev.afterimage.eval.videoqa;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.answer.Question;
import dev.afterimage.core.answer.Reply;
import dev.afterimage.core.stream.SourceSettings;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.answering.form.Options;
import dev.afterimage.eval.input.Json;
import dev.afterimage.eval.method.Method;
import dev.afterimage.eval.needle.Grade;
import dev.afterimage.eval.run.Bench;
import dev.afterimage.eval.run.Figures;
import dev.afterimage.eval.run.MemoryCurve;
import dev.afterimage.eval.run.ResultsFile;
import dev.afterimage.eval.run.RunProgress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.stream.DoubleStream;

/**
 * Watches each video as a stream and asks its questions while it goes on, each as soon as the stream has come past its
 * time, of what was seen up to that time. A question without a time is asked at the end.
 */
public final class VideoQaRun {

    private static final StreamId BLIND = new StreamId("blind");
    private static final int EVIDENCE_SECONDS = 64;

    private final Bench bench;
    private final List<QaVideo> videos;
    private final double fps;
    private final boolean optionsAsked;
    private final SourceSettings.Pace pace;
    private final List<Method> methods;
    private final ResultsFile results;
    private final MemoryCurve memory;
    private final Map<QaVideo, String> footage = new IdentityHashMap<>();

    /** @param optionsAsked whether the options are put into the question, lettered; otherwise the free answer is matched with them */
    public VideoQaRun(Bench bench, List<QaVideo> videos, double fps, boolean optionsAsked, SourceSettings.Pace pace, List<Method> methods,
            ResultsFile results,
                      MemoryCurve memory) {
        this.bench = bench;
        this.videos = videos;
        this.fps = fps;
        this.optionsAsked = optionsAsked;
        this.pace = pace;
        this.methods = methods;
        this.results = results;
        this.memory = memory;
    }

    /** Seconds of video this run has yet to watch, as far as they are known. */
    public double secondsLeft() {
        return videos.stream().filter(this::open).mapToDouble(VideoQaRun::seconds).sum();
    }

    private static double seconds(QaVideo video) {
        return Double.isNaN(video.duration()) ? video.items().stream().mapToDouble(QaItem::at).filter(at -> !Double.isNaN(at)).max()
                .orElse(60) : video.duration();
    }

    private boolean open(QaVideo video) {
        return video.items().stream().anyMatch(item -> methods.stream().anyMatch(method -> !results.has(key(video, item), method.name())));
    }

    private static String key(QaVideo video, QaItem item) {
        return video.name() + "/" + item.id();
    }

    public void run(RunProgress progress) {
        if (methods.stream().anyMatch(Method::blind)) {
            bench.watchBlind(BLIND);
        }
        for (QaVideo video : videos) {
            if (open(video)) {
                run(video, progress);
            }
        }
        bench.drop(BLIND);
    }

    private void run(QaVideo video, RunProgress progress) {
        StreamId stream = new StreamId(video.name());
        CompletableFuture<?> watched = bench.begin(source(stream, video));
        try {
            List<QaItem> inTime = new ArrayList<>(video.items());
            inTime.sort(Comparator.comparingDouble(item -> Double.isNaN(item.at()) ? Double.MAX_VALUE : item.at()));
            for (QaItem item : inTime) {
                // The frame after the question's moment is there once that moment's own block is.
                bench.await(watched, stream, Double.isNaN(item.at()) ? Double.POSITIVE_INFINITY : item.at(), second -> {
                    progress.at(video.name(), second);
                    memory.sample(bench, stream, second, seconds(video));
                });
                ask(video, stream, item);
            }
            bench.await(watched, stream, Double.POSITIVE_INFINITY, second -> memory.sample(bench, stream, second, seconds(video)));
            bench.drop(stream);
        } finally {
            bench.watching().stop(stream);
        }
        progress.finished(video.name(), seconds(video));
    }

    private SourceSettings source(StreamId stream, QaVideo video) {
        return video.made().map(made -> bench.frames().register(stream, fps, made))
                .orElseGet(() -> bench.frames().register(stream, fps, pace, video.films()));
    }

    private void ask(QaVideo video, StreamId stream, QaItem item) {
        for (Method method : methods) {
            bench.requireWanted();
            if (!results.has(key(video, item), method.name())) {
                results.append(row(video, stream, item, method));
            }
        }
    }

    private ObjectNode row(QaVideo video, StreamId stream, QaItem item, Method method) {
        double streamed = bench.lastSecond(stream);
        Asked asked = item.proactive().map(proactive -> polled(stream, item, method, proactive))
                .orElseGet(() -> once(stream, item, method));
        Reply reply = asked.reply();
        ObjectNode row = Json.object().put("model", bench.model().name()).put("cell", key(video, item)).put("method", method.name())
                .put("task", item.task());
        row.put("footage", footage.computeIfAbsent(video, QaVideo::digest)).put("question", item.question());
        row.set("options", Json.MAPPER.valueToTree(item.options()));
        row.put("options_asked", optionsAsked && !item.options().isEmpty());
        row.put("model_response", Grade.text(reply.answer())).put("right", asked.right());
        item.proactive().ifPresent(proactive -> row.put("due_at", proactive.moment()).put("said_at", Figures.boxed(asked.said())));
        row.set("accepted", Json.MAPPER.valueToTree(item.answers()));
        row.put("asked_at", reply.at()).put("streamed", streamed).put("evidence", !item.evidence().isEmpty())
                .put("recalled", QaGrade.of(item, reply.answer()).recalled());
        ArrayNode cited = row.putArray("citations");
        Grade.citations(reply.answer()).forEach(citation -> cited.addObject().put("start", Json.rounded(citation.start()))
                .put("end", Json.rounded(citation.end())));
        row.put("prompt_tokens", reply.usage().promptTokens()).put("retrieved_tokens", reply.usage().retrievedTokens());
        return row.put("latency_ms", Json.rounded(reply.timings().total()))
                .put("first_token_ms", Json.rounded(reply.timings().firstToken()));
    }

    /** @param said second at which a proactive question's output was said; empty where it was not, and for other questions */
    private record Asked(Reply reply, boolean right, OptionalDouble said) { }

    private Asked once(StreamId stream, QaItem item, Method method) {
        String text = optionsAsked && !item.options().isEmpty() ? Options.asked(item.question(), item.options()) : item.question();
        Reply reply = reply(stream, item, text, method, Double.isNaN(item.at()) ? OptionalDouble.empty() : OptionalDouble.of(item.at()));
        return new Asked(reply, QaGrade.of(item, reply.answer()).right(), OptionalDouble.empty());
    }

    /**
     * StreamingBench's protocol: every second it is asked whether the moment has come, until it is said to have; then
     * what is to be said. Right is who says the right thing at the right time.
     */
    private Asked polled(StreamId stream, QaItem item, Method method, QaItem.Proactive proactive) {
        String poll = item.question() + " Is it the right time to output \"" + proactive.output()
                + "\"? You can only answer yes or no.";
        double last = proactive.moment() + QaItem.Proactive.PATIENCE;
        for (double second = proactive.from() + 1; ; second++) {
            bench.requireWanted();
            Reply polled = reply(stream, item, poll, method, OptionalDouble.of(second));
            if (QaGrade.due(polled.answer())) {
                Reply said = reply(stream, item, item.question(), method, OptionalDouble.of(second));
                boolean inTime = Math.abs(second - proactive.moment()) <= QaItem.Proactive.TOLERANCE;
                return new Asked(said, inTime && Grade.text(said.answer()).contains(proactive.output()), OptionalDouble.of(second));
            }
            if (second + 1 > last) {
                return new Asked(polled, false, OptionalDouble.empty());
            }
        }
    }

    private Reply reply(StreamId stream, QaItem item, String text, Method method, OptionalDouble at) {
        Question question = method.blind() ? new Question(BLIND, text, OptionalDouble.empty(), List.of())
                : new Question(stream, text, at, List.of());
        List<Double> truth = item.evidence().stream().flatMap(span -> seconds(span).boxed()).limit(EVIDENCE_SECONDS).toList();
        return bench.reading().ask(method, question, truth);
    }

    private static DoubleStream seconds(QaItem.Interval span) {
        return DoubleStream.iterate(Math.floor(span.start()), second -> second <= span.end(), second -> second + 1);
    }
}
