package dev.afterimage.cli;

import dev.afterimage.core.error.AfterimageException;
import dev.afterimage.core.error.ErrorCode;
import picocli.CommandLine.ITypeConverter;

/** {@code NAME=URI}, as {@code --source} takes it. */
final class SourceArgument implements ITypeConverter<ServeConfig.Source> {

    @Override
    public ServeConfig.Source convert(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw new AfterimageException(ErrorCode.USAGE, "'" + text + "' is not a source", "write NAME=URI, e.g. "
                    + "door=rtsp://camera/stream");
        }
        return new ServeConfig.Source(text.substring(0, equals), text.substring(equals + 1), null, null, false, null, null, null, null,
                null, null, null, null, null);
    }
}
