package dev.afterimage.gpu.nvrtc;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where NVIDIA's libraries are. */
public final class CudaFiles {

    private CudaFiles() { }

    /**
     * Where a variable points, else in an installed CUDA, else wherever the system finds libraries.
     *
     * @param variable may name one of the files, or a directory that has one
     * @param names    of the library in its versions, the first the best
     * @return files that exist, and names that the system may know, the best first
     */
    public static List<String> candidates(Map<String, String> environment, String variable, List<String> names) {
        List<String> found = new ArrayList<>();
        String given = environment.get(variable);
        if (given != null && Files.isRegularFile(Path.of(given))) {
            found.add(given);
        }
        Stream<String> directories = Stream.of(Optional.ofNullable(given).stream(),
                Stream.of("CUDA_HOME", "CUDA_PATH").map(environment::get).filter(home -> home != null).map(home -> home + "/lib64"),
                Stream.of("/usr/local/cuda/lib64")).flatMap(each -> each);
        directories.forEach(directory -> names.stream().map(name -> Path.of(directory, name)).filter(Files::exists).map(Path::toString)
                .forEach(found::add));
        found.addAll(names);
        return found;
    }
}
