package dev.afterimage.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.LayoutBase;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import org.slf4j.Logger;

/**
 * How the command logs. People read plain messages on standard output; a log on standard error is for whoever asks for it by
 * {@code AFTERIMAGE_LOG}, as JSON with {@code AFTERIMAGE_LOG_FORMAT=json}. What the store had to give up is told in any case. It is written
 * in code because reading the same as XML takes half as long as a cold question. {@code -Dlogback.configurationFile} goes before it.
 */
public final class LogConfiguration extends ContextAwareBase implements Configurator {

    private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level %logger{20} - %masked(%msg%n%ex)";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (System.getProperty("logback.configurationFile") != null) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        configure(logs, System.getenv());
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    static void configure(LoggerContext logs, Map<String, String> environment) {
        boolean json = "json".equalsIgnoreCase(environment.get("AFTERIMAGE_LOG_FORMAT"));
        ch.qos.logback.classic.Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(environment.get("AFTERIMAGE_LOG"), Level.OFF));
        if (root.getLevel() != Level.OFF) {
            root.addAppender(appender(logs, "asked", json ? new MaskedJson() : laidOut(logs, detailed())));
        }
        ch.qos.logback.classic.Logger store = logs.getLogger("dev.afterimage.store");
        store.setLevel(Level.WARN);
        store.setAdditive(false);
        store.addAppender(appender(logs, "told", json ? new MaskedJson() : laidOut(logs, new Warning())));
    }

    private static PatternLayout detailed() {
        PatternLayout layout = new PatternLayout();
        layout.getInstanceConverterMap().put("masked", MaskedText::new);
        layout.setPattern(PATTERN);
        return layout;
    }

    private static Encoder<ILoggingEvent> laidOut(LoggerContext logs, Layout<ILoggingEvent> layout) {
        layout.setContext(logs);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setLayout(layout);
        return encoder;
    }

    private static ConsoleAppender<ILoggingEvent> appender(LoggerContext logs, String name, Encoder<ILoggingEvent> encoder) {
        encoder.setContext(logs);
        encoder.start();
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logs);
        appender.setName(name);
        appender.setTarget("System.err");
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    /** One line without time and class: it is for people. */
    private static final class Warning extends LayoutBase<ILoggingEvent> {

        @Override
        public String doLayout(ILoggingEvent event) {
            return "warning: " + MaskedText.of(event.getFormattedMessage()) + System.lineSeparator();
        }
    }
}
