package dev.afterimage.flink.operator;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.stream.StreamId;
import dev.afterimage.flink.copies.CopiedStore;
import dev.afterimage.flink.copies.CopiedStoreSerializer;
import dev.afterimage.flink.copies.StoreCopies;
import dev.afterimage.flink.copies.TravellingStores;
import dev.afterimage.flink.source.Captured;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.fs.Path;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStateOutputStream;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.CheckpointedStateScope;
import org.apache.flink.runtime.state.DefaultOperatorStateBackend;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.runtime.state.OperatorStreamStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StatePartitionStreamProvider;
import org.apache.flink.runtime.state.filesystem.FsCheckpointStorageLocation;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes everything on as it is, and copies the stores of the streams that come through it with each checkpoint. What it keeps as state is
 * where the copies lie, of all streams, and every subtask gets it: a stream may go on at any of them.
 */
final class CopyStores extends AbstractStreamOperator<Captured> implements OneInputStreamOperator<Captured, Captured> {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CopyStores.class);
    private static final String FOLDER = "afterimage";
    private static final CopiedStoreSerializer SERIALIZER = new CopiedStoreSerializer();

    /** Empty where stores stay where they are. */
    private final transient Optional<TravellingStores> stores;
    private transient Optional<StoreCopies> copies;
    private transient boolean warned;

    CopyStores(StreamOperatorParameters<Captured> parameters, Optional<TravellingStores> stores) {
        super(parameters);
        this.stores = stores;
    }

    @Override
    public void initializeState(StateInitializationContext context) throws Exception {
        super.initializeState(context);
        Map<StreamId, CopiedStore> newest = new TreeMap<>();
        if (context.isRestored()) {
            for (StatePartitionStreamProvider part : context.getRawOperatorStateInputs()) {
                CopiedStore copy = read(part);
                newest.merge(copy.stream(), copy, (one, other) -> one.checkpoint() >= other.checkpoint() ? one : other);
            }
        }
        copies = stores.map(travelling -> new StoreCopies(travelling, newest.values(),
                getRuntimeContext().getTaskInfo().getIndexOfThisSubtask(), getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks(),
                keptCheckpoints()));
    }

    private static CopiedStore read(StatePartitionStreamProvider part) throws IOException {
        DataInputStream in = new DataInputStream(part.getStream());
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return SimpleVersionedSerialization.readVersionAndDeSerialize(SERIALIZER, bytes);
    }

    /** The job manager reads the same configuration; where they differ, more is kept. */
    private int keptCheckpoints() {
        return Stream.of(getRuntimeContext().getTaskManagerRuntimeInfo().getConfiguration(), getContainingTask().getJobConfiguration())
                .mapToInt(configuration -> configuration.get(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS)).max().orElseThrow();
    }

    @Override
    public void processElement(StreamRecord<Captured> record) {
        Captured captured = record.getValue();
        copies.ifPresent(each -> follow(each, captured));
        output.collect(record);
    }

    private static void follow(StoreCopies copies, Captured captured) {
        if (captured.kind() == Captured.Kind.BEGINS_ANEW && captured.settings() == null) {
            copies.forget(captured.stream());
        } else {
            copies.watches(captured.stream());
        }
    }

    @Override
    public OperatorSnapshotFutures snapshotState(long checkpoint, long timestamp, CheckpointOptions options,
            CheckpointStreamFactory factory) throws Exception {
        OperatorSnapshotFutures futures = super.snapshotState(checkpoint, timestamp, options, factory);
        if (copies.isPresent() && factory instanceof FsCheckpointStorageLocation location) {
            futures.setOperatorStateRawFuture(copying(copies.get(), checkpoint, location, options.getCheckpointType().isSavepoint()));
        } else if (copies.isPresent() && !warned) {
            warned = true;
            LOG.warn("the stores of streams are not copied: checkpoints lie in the memory of the job manager; set"
                    + " execution.checkpointing.dir to a directory that all machines reach");
        }
        return futures;
    }

    /** What fails in it makes the checkpoint fail, and not the task. */
    private RunnableFuture<SnapshotResult<OperatorStateHandle>> copying(StoreCopies copies, long checkpoint,
            FsCheckpointStorageLocation location, boolean savepoint) {
        // The folder of the job, or of the savepoint.
        Path folder = savepoint ? location.getCheckpointDirectory() : location.getSharedStateDirectory().getParent();
        try {
            StoreCopies.Taking taking = copies.begin(checkpoint, new Path(folder, FOLDER).toString(), savepoint);
            return new FutureTask<>(() -> written(taking.call(), location)) {
                @Override
                protected void done() {
                    taking.close();
                }
            };
        } catch (AfterimageException notHeld) {
            copies.abort(checkpoint);
            return new FutureTask<>(() -> {
                throw notHeld;
            });
        }
    }

    /** Restored as it is written here: to every subtask all of it. */
    private static SnapshotResult<OperatorStateHandle> written(List<CopiedStore> copied, CheckpointStreamFactory factory)
            throws IOException {
        if (copied.isEmpty()) {
            return SnapshotResult.empty();
        }
        try (CheckpointStateOutputStream out = factory.createCheckpointStateOutputStream(CheckpointedStateScope.EXCLUSIVE)) {
            long[] offsets = new long[copied.size()];
            for (int i = 0; i < offsets.length; i++) {
                offsets[i] = out.getPos();
                byte[] bytes = SimpleVersionedSerialization.writeVersionAndSerialize(SERIALIZER, copied.get(i));
                out.write(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                out.write(bytes);
            }
            // Flink puts into it when it hands it out again.
            Map<String, OperatorStateHandle.StateMetaInfo> names = new HashMap<>();
            names.put(DefaultOperatorStateBackend.DEFAULT_OPERATOR_STATE_NAME,
                    new OperatorStateHandle.StateMetaInfo(offsets, OperatorStateHandle.Mode.UNION));
            return SnapshotResult.of(new OperatorStreamStateHandle(names, out.closeAndGetHandle()));
        }
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) throws Exception {
        super.notifyCheckpointComplete(checkpoint);
        copies.ifPresent(each -> each.complete(checkpoint));
    }

    @Override
    public void notifyCheckpointAborted(long checkpoint) throws Exception {
        super.notifyCheckpointAborted(checkpoint);
        copies.ifPresent(each -> each.abort(checkpoint));
    }
}
