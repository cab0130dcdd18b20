package dev.afterimage.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.engine.ModelChoice;
import dev.afterimage.engine.PullProgress;
import dev.afterimage.engine.Wiring;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.Callable;

/** Model packs. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "List, download, import, check, try and recommend model packs.",
        subcommands = {ModelsCommand.ListThem.class, ModelsCommand.Pull.class, ModelsCommand.Import.class, ModelsCommand.Verify.class,
            ModelsCommand.Generate.class, ModelsCommand.Recommend.class})
final class ModelsCommand implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say list, pull, import, verify, generate or recommend");
    }

    /** What all of them share. */
    abstract static class OnPacks implements Callable<Integer> {

        @Option(names = "--json", description = "print JSON")
        private boolean json;
        @Spec
        private CommandSpec spec;

        /** Does the work; the result is printed whole with {@code --json}. */
        abstract Object result(ModelPacks packs, PrintWriter progress);

        abstract String told(Object result);

        @Override
        public Integer call() throws Exception {
            PrintWriter out = spec.commandLine().getOut();
            Object result = result(Wiring.packs(), json ? spec.commandLine().getErr() : out);
            out.println(json ? JSON.writeValueAsString(result) : told(result));
            out.flush();
            return 0;
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Packs that can be pulled, and what is installed.")
    static final class ListThem extends OnPacks {

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            ArrayNode all = JSON.createArrayNode();
            packs.list().forEach(pack -> all.add(JSON.valueToTree(pack)));
            Wiring.speechPacks().list().forEach(pack -> all.add(JSON.valueToTree(pack)));
            return all;
        }

        @Override
        String told(Object result) {
            StringBuilder lines = new StringBuilder(String.format("%-18s %-10s %8s  %s", "PACK", "INSTALLED", "SIZE", "WHAT"));
            ((ArrayNode) result).forEach(pack -> lines.append(System.lineSeparator()).append(String.format("%-18s %-10s %8s  %s",
                    pack.path("name").asText(), pack.path("installed").asBoolean() ? "yes" : "no", size(pack),
                    pack.path("description").asText())));
            return lines.toString();
        }

        /** What is not installed takes nothing, and its size is not known. */
        private static String size(JsonNode pack) {
            return pack.path("installed").asBoolean() ? pack.path("bytes").asLong() / 1_000_000 + " MB" : "-";
        }
    }

    @Command(name = "pull", mixinStandardHelpOptions = true, description = "Download a pack of the catalogue and build it.")
    static final class Pull extends OnPacks {

        @Parameters(paramLabel = "PACK")
        private String pack;
        @Mixin
        private KeptPrecisions kept;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            PullProgress shown = new PullProgress(progress);
            return Wiring.speechPacks().knows(pack) ? installed(pack, Wiring.speechPacks().pull(pack, shown))
                    : installed(packs, pack, packs.pull(pack, kept.asked(), shown));
        }

        @Override
        String told(Object result) {
            boolean deaf = !Wiring.speechPacks().knows(pack) && Wiring.speechPacks().chosen().isEmpty();
            return pack + " is installed." + errors(result) + (deaf ? " What is said in a source is written down once a speech "
                    + "pack is there too: "
                    + "afterimage models pull "
                    + SpeechPacks.DEFAULT_PACK : "");
        }
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {"Build a pack from a checkpoint on this machine:",
        "a directory with config.json, tokenizer.json and *.safetensors, or a GGUF file. docs/packs.md names the families."})
    static final class Import extends OnPacks {

        @Parameters(paramLabel = "CHECKPOINT")
        private Path checkpoint;
        @Option(names = "--as", required = true, paramLabel = "NAME", description = "the new pack's name")
        private String name;
        @Option(names = "--adapter", paramLabel = "DIR", description = "add the LoRA in this directory to the weights: "
                + "adapter_config.json and"
                + " adapter_model.safetensors, as PEFT writes them")
        private Path adapter;

        @Mixin
        private KeptPrecisions kept;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            return installed(packs, name, packs.importCheckpoint(checkpoint, adapter, name, kept.asked(), new PullProgress(progress)));
        }

        @Override
        String told(Object result) {
            return name + " is installed." + errors(result);
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Check a pack's files and its self-test.")
    static final class Verify extends OnPacks {

        @Parameters(paramLabel = "PACK")
        private String pack;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            ObjectNode verified = JSON.createObjectNode().put("pack", pack).put("ok", true);
            ObjectNode errors = verified.putObject("max_logit_error");
            Map<Precision, Float> found = Wiring.speechPacks().knows(pack) ? Wiring.speechPacks().verify(pack) : packs.verify(pack);
            for (Map.Entry<Precision, Float> each : found.entrySet()) {
                errors.put(each.getKey().label(), each.getValue());
            }
            return verified;
        }

        @Override
        String told(Object result) {
            return pack + " is whole and computes what it should; largest logit error by precision: "
                    + ((ObjectNode) result).path("max_logit_error");
        }
    }

    @Command(name = "generate", mixinStandardHelpOptions = true, description = "Continue a prompt, always with the likeliest token.")
    static final class Generate extends OnPacks {

        @Parameters(paramLabel = "PACK")
        private String pack;
        @Option(names = "--prompt", required = true, paramLabel = "TEXT")
        private String prompt;
        @Option(names = "--image", paramLabel = "FILE", description = "a PNG or JPEG; give it several times for several pictures. With "
                + "--raw, <image> in the prompt"
                + " stands for each")
        private List<Path> images = List.of();
        @Option(names = "--tokens", paramLabel = "N", description = "most tokens to generate (default: ${DEFAULT-VALUE})",
                defaultValue = "64")
        private int tokens;
        @Option(names = "--raw", description = "take the prompt as it is, without the chat template")
        private boolean raw;
        @Option(names = "--precision", paramLabel = "fp32|int8|int4", description = "arithmetic to use (default: the most exact that the "
                + "pack has)")
        private Precision precision;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            check();
            List<Rgb> pictures = images.stream().map(PictureFiles::read).toList();
            try (OnnxLanguageModel model = Wiring.model(pack, precision, progress)) {
                return raw ? Generation.raw(model, prompt, pictures, tokens) : Generation.chat(model, prompt, pictures, tokens);
            }
        }

        private void check() {
            if (tokens < 0) {
                throw new AfterimageException(ErrorCode.USAGE, "cannot generate " + tokens + " tokens", "give --tokens from 0");
            }
            if (raw && prompt.isEmpty()) {
                throw new AfterimageException(ErrorCode.USAGE, "the prompt is empty, and there is nothing to go on with",
                        "give --prompt some text, or leave out --raw");
            }
        }

        @Override
        String told(Object result) {
            return ((Generation) result).text();
        }
    }

    @Command(name = "recommend", mixinStandardHelpOptions = true, description = "Measure this machine for half a minute at most, and say "
            + "which pack watches how many frames a second here.")
    static final class Recommend extends OnPacks {

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            progress.println("Measuring this machine ...");
            progress.flush();
            ModelChoice choice = Wiring.recommended();
            ObjectNode result = JSON.createObjectNode().put("recommended", choice.best().map(ModelChoice.Candidate::name)
                    .orElse(Wiring.DEFAULT_MODEL));
            choice.candidates().forEach(candidate -> result.withArray("packs").add(JSON.valueToTree(candidate)));
            return result;
        }

        @Override
        String told(Object result) {
            ObjectNode choice = (ObjectNode) result;
            StringBuilder lines = new StringBuilder(String.format("%-22s %-10s %9s %9s", "PACK", "INSTALLED", "FRAMES/S", "MEMORY"));
            choice.path("packs").forEach(pack -> lines.append(System.lineSeparator()).append(String.format(Locale.ROOT,
                    "%-22s %-10s %9.2f %6d MB%s", pack.path("name").asText(), pack.path("installed").asBoolean() ? "yes" : "no",
                    pack.path("framesPerSecond").asDouble(), pack.path("memory").asInt(), 
                    pack.path("fits").asBoolean() ? "" : "  too much")));
            return lines.append(System.lineSeparator()).append("Recommended: ").append(choice.path("recommended").asText())
                    .append(" (frames a second are estimated from how fast this machine multiplies matrices of 8 bits)").toString();
        }
    }

    /** Which precisions a pack is to keep. */
    static final class KeptPrecisions {

        @Option(names = "--precision", paramLabel = "fp32|int8|int4", split = ",", description = "what the pack is to hold; several with "
                + "commas (default: fp32 and int8; of more than a billion weights int4 alone; of a pack of the catalogue what suits it)")
        private List<Precision> precisions = List.of();

        Set<Precision> asked() {
            return Set.copyOf(precisions);
        }
    }

    private static ObjectNode installed(String name, Path directory) {
        return JSON.createObjectNode().put("pack", name).put("directory", directory.toString());
    }

    private static ObjectNode installed(ModelPacks packs, String name, Path directory) {
        ObjectNode installed = installed(name, directory);
        ObjectNode errors = installed.putObject("logit_error");
        packs.fromFloats(name).forEach((precision, error) -> errors.put(precision.label(), error));
        return installed;
    }

    /** A sentence on what fewer bits cost. */
    private static String errors(Object result) {
        StringJoiner errors = new StringJoiner(", ", " Of the ten likeliest tokens after the self-test's question, the logit furthest from "
                + "what floats give is off by ", ".").setEmptyValue("");
        ((ObjectNode) result).path("logit_error").properties()
                .forEach(error -> errors.add(String.format(Locale.ROOT, "%.3f in %s", error.getValue().asDouble(), error.getKey())));
        return errors.toString();
    }
}
