package dev.afterimage.model.importer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import dev.afterimage.model.binary.LfsPointer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A JSON object of a checkpoint, read with care: faults name the file and the key. */
final class Config {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long LARGEST_FILE = 64L << 20;

    private final String path;
    private final JsonNode node;

    private Config(String path, JsonNode node) {
        this.path = path;
        this.node = node;
    }

    /** The file's object; an empty one when there is no such file. */
    static Config read(Path directory, String name) {
        Path file = directory.resolve(name);
        if (!Files.exists(file)) {
            return new Config(name + ": ", MissingNode.getInstance());
        }
        try {
            LfsPointer.refuse(file);
            if (Files.size(file) > LARGEST_FILE) {
                throw malformed(name + " has " + Files.size(file) + " bytes");
            }
            JsonNode node = JSON.readTree(file.toFile());
            if (!node.isObject()) {
                throw malformed(name + " holds no JSON object");
            }
            return new Config(name + ": ", node);
        } catch (JsonProcessingException e) {
            throw malformed(name + " is no proper JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw malformed(name + " cannot be read: " + e.getMessage());
        }
    }

    static AfterimageException malformed(String what) {
        return new AfterimageException(ErrorCode.MODEL_MALFORMED, what, "get the checkpoint again, or correct the file");
    }

    static AfterimageException unsupported(String what) {
        return unsupported(what, "import another checkpoint");
    }

    static AfterimageException unsupported(String what, String remedy) {
        return new AfterimageException(ErrorCode.MODEL_UNSUPPORTED, what, remedy);
    }

    /** How a fault with this key begins: {@code config.json: key 'text_config.hidden_size'}. */
    String key(String name) {
        int file = path.indexOf(": ") + 2;
        return path.substring(0, file) + "key '" + path.substring(file) + name + "'";
    }

    boolean present() {
        return !node.isMissingNode();
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    JsonNode at(String name) {
        return node.path(name);
    }

    /** The object under a key; an empty one when it is absent or null. */
    Config in(String name) {
        JsonNode child = node.path(name);
        if (!child.isMissingNode() && !child.isNull() && !child.isObject()) {
            throw malformed(key(name) + " is no object");
        }
        return new Config(path + name + ".", child.isObject() ? child : MissingNode.getInstance());
    }

    int number(String name, int smallest, int largest, Integer unlessGiven) {
        if (!has(name)) {
            if (unlessGiven == null) {
                throw malformed(key(name) + " is missing");
            }
            return unlessGiven;
        }
        return whole(name, node.get(name), smallest, largest);
    }

    private int whole(String name, JsonNode value, int smallest, int largest) {
        if (!value.isNumber() || value.asDouble() != Math.rint(value.asDouble()) || value.asDouble() < smallest
                || value.asDouble() > largest) {
            throw malformed(key(name) + " is " + value + ", not a whole number from " + smallest + " to " + largest);
        }
        return value.asInt();
    }

    /** A side of a square: one number, or a list of two equal ones. */
    int side(String name, int largest, int unlessGiven) {
        JsonNode value = node.path(name);
        if (!value.isArray()) {
            return number(name, 1, largest, unlessGiven);
        }
        List<Integer> sides = numbers(name, 1, largest);
        if (sides.size() != 2 || !sides.get(0).equals(sides.get(1))) {
            throw unsupported(key(name) + " is " + value + ", and only squares are read");
        }
        return sides.get(0);
    }

    /** Whole numbers, one or a list; none when the key is absent. */
    List<Integer> numbers(String name, int smallest, int largest) {
        List<Integer> all = new ArrayList<>();
        JsonNode value = node.path(name);
        if (value.isArray()) {
            value.forEach(each -> all.add(whole(name, each, smallest, largest)));
        } else if (has(name)) {
            all.add(whole(name, value, smallest, largest));
        }
        return all;
    }

    double real(String name, double unlessGiven) {
        if (!has(name)) {
            return unlessGiven;
        }
        JsonNode value = node.get(name);
        if (!value.isNumber() || !Double.isFinite(value.asDouble())) {
            throw malformed(key(name) + " is " + value + ", not a number");
        }
        return value.asDouble();
    }

    double positive(String name, double unlessGiven) {
        double value = real(name, unlessGiven);
        if (value <= 0) {
            throw malformed(key(name) + " is " + value + ", not above 0");
        }
        return value;
    }

    boolean yes(String name, boolean unlessGiven) {
        if (!has(name)) {
            return unlessGiven;
        }
        if (!node.get(name).isBoolean()) {
            throw malformed(key(name) + " is " + node.get(name) + ", neither true nor false");
        }
        return node.get(name).booleanValue();
    }

    Optional<String> text(String name) {
        return node.path(name).isTextual() ? Optional.of(node.get(name).textValue()) : Optional.empty();
    }
}
