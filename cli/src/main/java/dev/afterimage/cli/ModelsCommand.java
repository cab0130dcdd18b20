package dev.afterimage.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.model.Generation;
import dev.afterimage.model.format.Precision;
import dev.afterimage.model.pack.ModelPacks;
import dev.afterimage.model.runtime.OnnxLanguageModel;
import dev.afterimage.model.speech.SpeechPacks;
import dev.afterimage.model.vision.PictureFiles;
import dev.afterimage.model.vision.Rgb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Model packs. */
@Command(name = "models", mixinStandardHelpOptions = true, description = "List, get, import, check and try model packs.",
        subcommands = {ModelsCommand.ListThem.class, ModelsCommand.Pull.class, ModelsCommand.Import.class, ModelsCommand.Verify.class,
            ModelsCommand.Generate.class})
final class ModelsCommand implements Runnable {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say list, pull, import, verify or generate");
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
            ((ArrayNode) result).forEach(pack -> lines.append(System.lineSeparator()).append(String.format("%-18s %-10s %5d MB  %s",
                    pack.path("name").asText(), pack.path("installed").asBoolean() ? "yes" : "no", pack.path("bytes").asLong() / 1_000_000,
                    pack.path("description").asText())));
            return lines.toString();
        }
    }

    @Command(name = "pull", mixinStandardHelpOptions = true, description = "Get a pack of the catalogue and build it here.")
    static final class Pull extends OnPacks {

        @Parameters(paramLabel = "PACK")
        private String pack;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            PullProgress shown = new PullProgress(progress);
            return installed(pack, Wiring.speechPacks().knows(pack) ? Wiring.speechPacks().pull(pack, shown) : packs.pull(pack, shown));
        }

        @Override
        String told(Object result) {
            boolean deaf = !Wiring.speechPacks().knows(pack) && !Wiring.speechPacks().installed(SpeechPacks.DEFAULT_PACK);
            return pack + " is installed." + (deaf ? " What is said in a source is written down once a speech pack is there too: afterimage models pull "
                    + SpeechPacks.DEFAULT_PACK : "");
        }
    }

    @Command(name = "import", mixinStandardHelpOptions = true, description = {"Build a pack from a checkpoint on this machine:",
        "a directory with config.json, tokenizer.json and *.safetensors (SmolVLM, Idefics3, LLaVA-OneVision, Llama, Qwen2), or a GGUF file (Llama)."})
    static final class Import extends OnPacks {

        @Parameters(paramLabel = "CHECKPOINT")
        private Path checkpoint;
        @Option(names = "--as", required = true, paramLabel = "NAME", description = "the new pack's name")
        private String name;
        @Option(names = "--adapter", paramLabel = "DIR", description = "add the LoRA in this directory to the weights: adapter_config.json and"
                + " adapter_model.safetensors, as PEFT writes them")
        private Path adapter;

        @Override
        Object result(ModelPacks packs, PrintWriter progress) {
            return installed(name, packs.importCheckpoint(checkpoint, adapter, name, new PullProgress(progress)));
        }

        @Override
        String told(Object result) {
            return name + " is installed.";
        }
    }

    @Command(name = "verify", mixinStandardHelpOptions = true, description = "Check a pack's files, and that it still computes what it should.")
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

    @Command(name = "generate", mixinStandardHelpOptions = true, description = "Go on with a prompt, greedily.")
    static final class Generate extends OnPacks {

        @Parameters(paramLabel = "PACK")
        private String pack;
        @Option(names = "--prompt", required = true, paramLabel = "TEXT")
        private String prompt;
        @Option(names = "--image", paramLabel = "FILE", description = "a PNG or JPEG; give it several times for several pictures. With --raw, <image> in the prompt"
                + " stands for each")
        private List<Path> images = List.of();
        @Option(names = "--tokens", paramLabel = "N", description = "most tokens to make (default: ${DEFAULT-VALUE})", defaultValue = "64")
        private int tokens;
        @Option(names = "--raw", description = "take the prompt as it is, without the chat template")
        private boolean raw;
        @Option(names = "--precision", paramLabel = "fp32|int8", description = "arithmetic to use (default: fp32, the reference)", defaultValue = "fp32")
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
                throw new AfterimageException(ErrorCode.USAGE, "cannot make " + tokens + " tokens", "give --tokens from 0");
            }
            if (raw && prompt.isEmpty()) {
                throw new AfterimageException(ErrorCode.USAGE, "the prompt is empty, and there is nothing to go on with", "give --prompt some text, or leave out --raw");
            }
        }

        @Override
        String told(Object result) {
            return ((Generation) result).text();
        }
    }

    private static ObjectNode installed(String name, Path directory) {
        return JSON.createObjectNode().put("pack", name).put("directory", directory.toString());
    }
}
