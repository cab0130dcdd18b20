package dev.afterimage.benchmark.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryCourseTest {

    @Test
    void growthIsMeasuredAfterTheWarmUpAlone() {
        List<MemorySample> readings = IntStream.range(0, 100)
                .mapToObj(i -> new MemorySample(10 * i, i < 30 ? 100 * i : 3000 + 0.5 * i, 0, 0, i < 30 ? i : 40)).toList();
        MemoryCourse course = new MemoryCourse(readings, 300);
        assertThat(course.perHour(MemorySample::resident)).isCloseTo(180, within(1e-6));
        assertThat(course.perHour(MemorySample::threads)).isCloseTo(0, within(1e-9));
        assertThat(course.mean(MemorySample::threads)).isEqualTo(40);
        assertThat(course.most(MemorySample::resident)).isEqualTo(3049.5);
    }

    @Test
    void oneReadingHasNoGrowth() {
        assertThat(new MemoryCourse(List.of(new MemorySample(1, 5, 5, 5, 5)), 300).perHour(MemorySample::resident)).isZero();
    }

    @Test
    void usedHeapIsTheSumOfItsGenerations() {
        String serial = """
                 def new generation   total 44288K, used 10240K [0x1, 0x2, 0x3)
                  eden space 39424K,   0% used [0x1, 0x2, 0x3)
                 tenured generation   total 49152K, used 20480K [0x1, 0x2, 0x3)
                   the space 49152K,   0% used [0x1, 0x2, 0x3)
                 Metaspace       used 74K, committed 256K, reserved 1056768K
                """;
        assertThat(MemorySample.used(serial)).isEqualTo(30);
    }

    @Test
    void thisProcessCanBeRead() throws Exception {
        MemorySample here = MemorySample.of(ProcessHandle.current().pid(), 1);
        assertThat(here.resident()).isGreaterThan(here.anonymous()).isPositive();
        assertThat(here.threads()).isPositive();
        assertThat(here.heap()).isPositive();
    }
}
