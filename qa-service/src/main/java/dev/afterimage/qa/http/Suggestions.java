package dev.afterimage.qa.http;

import dev.afterimage.core.block.BlockEntry;
import dev.afterimage.core.evidence.Evidence;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.core.stream.StreamInfo;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Questions worth asking of a stream: the configured ones, or some about what was seen in it. */
final class Suggestions {

    private static final int RECENT_BLOCKS = 40;
    private static final int MOST = 4;

    private final Map<StreamId, List<String>> configured;
    private final Streams streams;

    Suggestions(Map<StreamId, List<String>> configured, Streams streams) {
        this.configured = configured;
        this.streams = streams;
    }

    /** May block. */
    List<String> of(StreamInfo stream) {
        List<String> given = configured.getOrDefault(new StreamId(stream.name()), configured.getOrDefault(stream.stream(), List.of()));
        return given.isEmpty() ? fromSeen(streams.blocks(stream.stream(), 0, Double.MAX_VALUE, RECENT_BLOCKS, false)) : given;
    }

    static List<String> fromSeen(List<BlockEntry> blocks) {
        List<String> questions = new ArrayList<>();
        for (String label : commonest(blocks)) {
            questions.add("When did the first " + label + " appear?");
            questions.add("Is there a " + label + " now?");
        }
        questions.add("What changed last?");
        return questions.subList(0, Math.min(MOST, questions.size()));
    }

    private static List<String> commonest(List<BlockEntry> blocks) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        blocks.stream().flatMap(block -> block.evidence().stream())
                .filter(seen -> seen.kind() == Evidence.Kind.OBJECT && seen.count() > 0)
                .forEach(seen -> counts.merge(seen.label(), 1, Integer::sum));
        return counts.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey).limit(2).toList();
    }
}
