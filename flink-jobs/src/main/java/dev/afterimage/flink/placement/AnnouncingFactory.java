package dev.afterimage.flink.placement;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.source.Captured;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.CoordinatedOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the step that says where streams are, and the coordinator that it says it to. The source's own coordinator answers no requests. */
public final class AnnouncingFactory extends AbstractStreamOperatorFactory<Captured>
        implements CoordinatedOperatorFactory<Captured>, OneInputStreamOperatorFactory<Captured, Captured> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider parts;

    public AnnouncingFactory(PartsProvider parts) {
        this.parts = parts;
    }

    /** Made where the job manager is. */
    private record Provider(OperatorID operator, PartsProvider parts) implements OperatorCoordinator.Provider {

        private static final long serialVersionUID = 1L;

        @Override
        public OperatorID getOperatorId() {
            return operator;
        }

        @Override
        public OperatorCoordinator create(OperatorCoordinator.Context context) {
            return new PlacementCoordinator(context.currentParallelism(), parts.servedVersion().orElse(""), parts.wanted());
        }
    }

    @Override
    public OperatorCoordinator.Provider getCoordinatorProvider(String name, OperatorID operator) {
        return new Provider(operator, parts);
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Captured>> T createStreamOperator(StreamOperatorParameters<Captured> parameters) {
        return (T) new AnnouncingOperator(parameters, parts, parameters.getOperatorEventDispatcher()
                .getOperatorEventGateway(parameters.getStreamConfig().getOperatorID()));
    }

    @Override
    public Class<? extends StreamOperator<?>> getStreamOperatorClass(ClassLoader loader) {
        return AnnouncingOperator.class;
    }
}
