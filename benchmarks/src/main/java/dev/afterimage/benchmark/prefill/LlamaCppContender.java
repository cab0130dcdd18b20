package dev.afterimage.benchmark.prefill;

import com.fasterxml.jackson.databind.JsonNode;
import dev.afterimage.benchmark.peer.Peer;
import dev.afterimage.benchmark.report.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.StreamSupport;

/** llama.cpp, {@code benchmarks/peers/llama_cpp_peer.py}. */
final class LlamaCppContender implements Contender {

    private final Peer peer;

    /** @param python interpreter that has llama-cpp-python */
    LlamaCppContender(String python, Path gguf, int threads, int context, boolean flashAttention, Clock clock) {
        List<String> options = new ArrayList<>(List.of("--gguf", gguf.toString(), "--threads", "" + threads, "--context", "" + context,
                "--clock",
                clock.name().toLowerCase(Locale.ROOT)));
        if (flashAttention) {
            options.add("--flash-attention");
        }
        peer = new Peer("llama.cpp", python, "llama_cpp_peer.py", options, "benchmarks/peers/requirements.txt");
    }

    @Override
    public String name() {
        return "llama.cpp";
    }

    /** Version and what it was compiled for. */
    String description() {
        return "llama-cpp-python " + peer.ready().get("version").asText() + " (" + peer.ready().get("system").asText() + ")";
    }

    @Override
    public Timed measure(int[] prompt, int steps) {
        JsonNode timed = peer.ask(Map.of("prompt", prompt, "decode", steps));
        return new Timed(timed.get("prefill_seconds").asDouble(), timed.get("decode_seconds").asDouble(),
                StreamSupport.stream(timed.get("tokens").spliterator(), false).map(JsonNode::asInt).toList());
    }

    @Override
    public void close() {
        peer.close();
    }
}
