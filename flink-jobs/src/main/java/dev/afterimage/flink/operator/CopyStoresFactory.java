package dev.afterimage.flink.operator;

import dev.afterimage.flink.parts.PartsProvider;
import dev.afterimage.flink.source.Captured;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the step that copies the stores of streams, on a machine that has such. */
public final class CopyStoresFactory extends AbstractStreamOperatorFactory<Captured>
        implements OneInputStreamOperatorFactory<Captured, Captured> {

    private static final long serialVersionUID = 1L;

    private final PartsProvider parts;

    public CopyStoresFactory(PartsProvider parts) {
        this.parts = parts;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends StreamOperator<Captured>> T createStreamOperator(StreamOperatorParameters<Captured> parameters) {
        return (T) new CopyStores(parameters, parts.stores());
    }

    @Override
    public Class<? extends StreamOperator<?>> getStreamOperatorClass(ClassLoader loader) {
        return CopyStores.class;
    }
}
