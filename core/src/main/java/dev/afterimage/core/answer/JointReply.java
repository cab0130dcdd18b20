package dev.afterimage.core.answer;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The replies to one question that was put to several streams, those that answer it first. They stay apart: what two
 * cameras saw may be one thing, so that nothing is added up over them.
 *
 * @param replies at least one
 */
public record JointReply(List<OfStream> replies) {

    private static final List<Class<? extends Answer>> ORDER = List.of(Answer.Answered.class, Answer.NotSeen.class,
            Answer.CannotTell.class, Answer.NotWatched.class, Answer.Failed.class);
    private static final Comparator<OfStream> BEST_FIRST = Comparator.comparingInt(JointReply::rank)
            .thenComparing(Comparator.comparingDouble(JointReply::score).reversed()).thenComparing(OfStream::stream);

    /** What one of the streams says. */
    public record OfStream(StreamId stream, Reply reply) {

        /** Of a stream that could not be asked while others could. */
        public static OfStream failed(StreamId stream, AfterimageException why, String model) {
            return new OfStream(stream, new Reply(new Answer.Failed(why.code(), why.line()), new Reply.Usage(0, 0, 0, 0),
                    new Reply.Timings(0, 0, 0, 0), model, 0));
        }
    }

    public JointReply {
        if (replies.isEmpty()) {
            throw new IllegalArgumentException("a question was put to no stream");
        }
        replies = replies.stream().sorted(BEST_FIRST).toList();
    }

    private static int rank(OfStream each) {
        return ORDER.indexOf(each.reply().answer().getClass());
    }

    /** Of its best citation. */
    private static double score(OfStream each) {
        return each.reply().answer() instanceof Answer.Answered answered
                ? answered.citations().stream().mapToDouble(Citation::score).max().orElse(0) : 0;
    }

    /** The one that answers best: an answer of one stream is an answer. */
    public OfStream best() {
        return replies.get(0);
    }

    /** What was understood is the same for all, as far as it is computed. */
    public Optional<Understood> understood() {
        return replies.stream().flatMap(each -> each.reply().understood().stream()).findFirst();
    }
}
