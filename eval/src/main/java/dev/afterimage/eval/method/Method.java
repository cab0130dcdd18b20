package dev.afterimage.eval.method;

import dev.afterimage.core.AfterimageException;
import dev.afterimage.core.ErrorCode;
import dev.afterimage.core.Retrieval.Policy;
import java.util.ArrayList;
import java.util.List;

/**
 * A way to choose what an answer may rest on. All are asked about the very same stored streams through the product's own answerer, within the
 * same budget of context tokens. {@link #TABLE} is the one place where another joins.
 *
 * @param name  in results and on the command line
 * @param title in the report
 * @param told  what it does, one line
 */
public record Method(String name, String title, String told, Choice choice) {

    /** What a method lets the answerer see. */
    public sealed interface Choice {

        /** The product as it is set. */
        record Product() implements Choice { }

        /** One of the product's other policies, as far as the budget goes. */
        record ByPolicy(Policy policy) implements Choice { }

        /** The blocks of the truth. */
        record Oracle() implements Choice { }

        /** All that the model's context holds, whatever the budget. */
        record Everything() implements Choice { }

        /** Grey pictures instead of the stream: what can be guessed from the question alone. */
        record Blind() implements Choice { }
    }

    public static final List<Method> TABLE = List.of(
            new Method("afterimage", "Afterimage", "the product's default retrieval", new Choice.Product()),
            new Method("rekv", "ReKV", "mean key against mean query, as many blocks as the budget holds", new Choice.ByPolicy(Policy.REKV)),
            new Method("uniform", "Uniform sampling", "blocks evenly over the stream, as many as the budget holds", new Choice.ByPolicy(Policy.UNIFORM)),
            new Method("last-frames", "Last frames only", "the newest blocks the budget holds (SimpleStream)", new Choice.ByPolicy(Policy.RECENT)),
            new Method("oracle", "Oracle", "the blocks of the needle's second are given", new Choice.Oracle()),
            new Method("everything", "Everything", "the newest blocks that the model's context holds, over the budget", new Choice.Everything()),
            new Method("blind", "Blind", "the same questions about a grey picture: what guessing alone gives", new Choice.Blind()));

    /** The methods of that names, in the table's order. */
    public static List<Method> named(List<String> names) {
        List<String> unknown = new ArrayList<>(names);
        TABLE.forEach(method -> unknown.remove(method.name()));
        if (!unknown.isEmpty()) {
            throw new AfterimageException(ErrorCode.USAGE, "there is no method '" + unknown.get(0) + "'",
                    "use some of " + String.join(", ", TABLE.stream().map(Method::name).toList()));
        }
        return TABLE.stream().filter(method -> names.contains(method.name())).toList();
    }

    /** Whether it keeps to the budget, sees the stream and does not know the truth. */
    public boolean fair() {
        return choice instanceof Choice.Product || choice instanceof Choice.ByPolicy;
    }

    public boolean blind() {
        return choice instanceof Choice.Blind;
    }
}
