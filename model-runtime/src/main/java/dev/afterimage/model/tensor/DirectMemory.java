package dev.afterimage.model.tensor;

import sun.misc.Unsafe;

import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Native memory that is given back at once. A direct buffer alone gives its memory back when the garbage collector finds it, and with much
 * native memory behind a few small objects the collector has no reason to look: gigabytes pile up.
 */
public final class DirectMemory {

    private static final Unsafe UNSAFE = unsafe();

    private DirectMemory() { }

    /** @return zeros, in native byte order; give it to {@link #free} as it is, not a slice or view of it */
    public static ByteBuffer of(int elements, int bytesEach) {
        return ByteBuffer.allocateDirect(Math.multiplyExact(elements, bytesEach)).order(ByteOrder.nativeOrder());
    }

    /** Nobody may touch the buffer, a view of it or a tensor over it from now on. */
    public static void free(ByteBuffer buffer) {
        UNSAFE.invokeCleaner(buffer);
    }

    private static Unsafe unsafe() {
        try {
            Field field = Unsafe.class.getDeclaredField("theUnsafe");
            field.setAccessible(true);
            return (Unsafe) field.get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this Java machine lacks the module jdk.unsupported", e);
        }
    }
}
