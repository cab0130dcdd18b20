package dev.afterimage.memory.fake;

import dev.afterimage.core.block.KvLayout;
import dev.afterimage.core.model.LanguageModel;
import dev.afterimage.core.model.LanguageSession;
import dev.afterimage.core.model.PromptPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A language model of a few floats: tokens are words (with the blank before them, as in byte-pair vocabularies), a token's key and value
 * depend on its id and on everything before it in the session, and the ids of loaded blocks can be read back from their values. What it
 * "thinks" is given: a function from the ids in the session to the next word.
 */
public final class FakeLanguageModel implements LanguageModel {

    public static final int VOCABULARY = 8192;
    /** From here on ids stand for what a visual token looks like. */
    public static final int LOOKS = 1 << 14;
    static final KvLayout LAYOUT = new KvLayout(2, 1, 4);
    private static final int END = 0;
    private static final Pattern WORDS = Pattern.compile("<\\|[a-z_]+\\|>|\\n| ?[A-Za-z]+| ?\\d| ?[^\\sA-Za-z\\d]|\\s");

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> words = new ArrayList<>();
    private final Function<String, String> mind;
    private final Optional<String> notSeen;
    /** Tokens computed by all sessions and by {@link #queries}. */
    public long computed;

    public FakeLanguageModel() {
        this(context -> "");
    }

    /** @param mind from the text in the session to the word it would say next ({@code ""} ends the turn) */
    public FakeLanguageModel(Function<String, String> mind) {
        this(mind, Optional.empty());
    }

    /** @param notSeen what it was taught to say of what it has not seen */
    public FakeLanguageModel(Function<String, String> mind, Optional<String> notSeen) {
        this.mind = mind;
        this.notSeen = notSeen;
        id("<|im_end|>");
    }

    private synchronized int id(String word) {
        return ids.computeIfAbsent(word, w -> {
            words.add(w);
            return words.size() - 1;
        });
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public String identity() {
        return "fake-identity";
    }

    @Override
    public KvLayout layout() {
        return LAYOUT;
    }

    @Override
    public int queryHeads() {
        return 2;
    }

    @Override
    public int retrievalLayer() {
        return 0;
    }

    @Override
    public Optional<String> notSeen() {
        return notSeen;
    }

    @Override
    public int contextLength() {
        return 4096;
    }

    @Override
    public int[] tokenize(String text) {
        Matcher matcher = WORDS.matcher(text);
        List<Integer> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(id(matcher.group()));
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public synchronized String detokenize(int[] tokens) {
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            text.append(token < LOOKS ? words.get(token) : look(token));
        }
        return text.toString();
    }

    /** What a visual token shows up as in a context. */
    private static String look(int token) {
        return "{" + token + "}";
    }

    /** How a picture shows up in a context. */
    String looks(PromptPart.Visual picture) {
        return Arrays.stream(ids(picture)).mapToObj(FakeLanguageModel::look).collect(Collectors.joining());
    }

    @Override
    public List<Integer> endTokens() {
        return List.of(END);
    }

    @Override
    public String chat(List<Message> messages, boolean addGenerationPrompt) {
        StringBuilder text = new StringBuilder();
        for (Message message : messages) {
            text.append("<|im_start|>").append(message.role()).append('\n').append(message.content()).append("<|im_end|>\n");
        }
        return text + (addGenerationPrompt ? "<|im_start|>assistant\n" : "");
    }

    @Override
    public LanguageSession newSession(int capacity) {
        return new FakeSession(this, capacity);
    }

    @Override
    public List<float[]> queries(PromptPart part, List<Integer> layers) {
        int[] tokens = ids(part);
        computed += tokens.length;
        return layers.stream().map(layer -> queries(tokens)).toList();
    }

    /** The same in every layer. */
    private static float[] queries(int[] tokens) {
        float[] queries = new float[tokens.length * 2 * LAYOUT.headDim()];
        for (int token = 0; token < tokens.length; token++) {
            for (int i = 0; i < 2 * LAYOUT.headDim(); i++) {
                queries[token * 2 * LAYOUT.headDim() + i] = direction(tokens[token], i % LAYOUT.headDim());
            }
        }
        return queries;
    }

    @Override
    public void close() { }

    /** Equal words point the same way, others some other way. */
    static float direction(int id, int d) {
        return (float) Math.sin(1 + id * (d + 1) * 0.7);
    }

    int[] ids(PromptPart part) {
        if (part instanceof PromptPart.Text text) {
            return tokenize(text.text());
        }
        if (part instanceof PromptPart.Sequence sequence) {
            return sequence.parts().stream().flatMapToInt(piece -> IntStream.of(ids(piece))).toArray();
        }
        if (part instanceof PromptPart.Visual visual) {
            return IntStream.range(0, visual.tokens())
                    .map(token -> LOOKS + Math.floorMod(Arrays.hashCode(Arrays.copyOfRange(visual.embeddings(),
                    token * visual.width(), (token + 1) * visual.width())), VOCABULARY)).toArray();
        }
        return ((PromptPart.Tokens) part).ids();
    }

    float[] logits(List<Integer> context) {
        float[] logits = new float[VOCABULARY];
        String next = mind.apply(detokenize(context.stream().mapToInt(Integer::intValue).toArray()));
        logits[next.isEmpty() ? END : id(next)] = 10;
        return logits;
    }
}
