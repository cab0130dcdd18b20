package dev.afterimage.eval.method;

import dev.afterimage.core.answer.Retrieval.Policy;
import dev.afterimage.core.answer.RetrievalPolicy;
import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A way to choose what an answer may rest on. All are asked about the very same stored streams through the product's
 * own answerer, within the same budget of context tokens. {@link RetrievalPolicy} says how another joins.
 *
 * @param name  in results and on the command line
 * @param title in the report
 * @param description what it does, one line
 */
public record Method(String name, String title, String description, Choice choice) {

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

        /** Another model, asked with pictures of the stream within the budget. */
        record Remote() implements Choice { }
    }

    /** Asked only where an endpoint is given. */
    public static final String REMOTE = "remote";

    private static final List<Method> OWN = List.of(
            new Method("afterimage", "Afterimage", "the product's default retrieval", new Choice.Product()),
            new Method("rekv", "ReKV", "mean key against mean query, as many blocks as the budget holds", new Choice.ByPolicy(Policy.REKV)),
            new Method("uniform", "Uniform sampling", "blocks evenly over the stream, as many as the budget holds",
            new Choice.ByPolicy(Policy.UNIFORM)),
            new Method("last-frames", "Last frames only", "the newest blocks the budget holds (SimpleStream)",
            new Choice.ByPolicy(Policy.RECENT)),
            new Method("oracle", "Oracle", "the blocks of the needle's second are given", new Choice.Oracle()),
            new Method("everything", "Everything", "the newest blocks that the model's context holds, over the budget",
            new Choice.Everything()),
            new Method("blind", "Blind", "the same questions about a grey picture: what guessing alone gives", new Choice.Blind()),
            new Method(REMOTE, "Remote model", "a model behind an endpoint, with evenly sampled frames within the budget",
            new Choice.Remote()));

    /** Those of the product, and one for each policy that is registered beside its own. */
    public static final List<Method> TABLE = table();

    private static List<Method> table() {
        List<Method> table = new ArrayList<>(OWN);
        Set<String> names = OWN.stream().map(Method::name).collect(Collectors.toSet());
        // A policy that is registered under the name of one of the product's own never runs: the product's does.
        List.of(Policy.DEFAULT, Policy.REKV, Policy.UNIFORM, Policy.RECENT, Policy.ALL).forEach(own -> names.add(own.label()));
        ServiceLoader.load(RetrievalPolicy.class, RetrievalPolicy.class.getClassLoader()).forEach(policy -> {
            if (names.add(policy.name())) {
                table.add(new Method(policy.name(), policy.name(), policy.description(), new Choice.ByPolicy(Policy.of(policy.name()))));
            }
        });
        return List.copyOf(table);
    }

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
        return choice instanceof Choice.Product || choice instanceof Choice.ByPolicy || choice instanceof Choice.Remote;
    }

    public boolean blind() {
        return choice instanceof Choice.Blind;
    }
}
