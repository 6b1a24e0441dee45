package lingdian.platform.text;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import org.slf4j.LoggerFactory;

/**
 * How the program writes its log: as text for a person, or as one JSON object a line for a collector of logs
 * ({@code LINGDIAN_LOG_FORMAT}).
 *
 * <p>A setting of the environment and not of {@code lingdian.yaml}, so that the first line is already written as it says.
 */
public final class LogFormat {
    private static final String VARIABLE = "LINGDIAN_LOG_FORMAT";

    private LogFormat() {}

    /** Applies the setting of the environment; Logback's own configuration stays as it is if there is none. */
    public static void ofEnvironment() {
        String format = System.getenv(VARIABLE);
        if (format != null && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            apply(format, context);
        }
    }

    /** @throws InvalidConfiguration if there is no such format */
    static void apply(String format, LoggerContext context) {
        switch (format) {
            case "text" -> {}
            case "json" ->
                context.getLogger(Logger.ROOT_LOGGER_NAME)
                        .iteratorForAppenders()
                        .forEachRemaining(appender -> {
                            if (appender instanceof OutputStreamAppender<ILoggingEvent> stream) {
                                stream.setEncoder(json(context));
                            }
                        });
            default -> throw new InvalidConfiguration(List.of(VARIABLE + " must be text or json"));
        }
    }

    /** What the text has: the finished message, and not beside it the values that it was made of. */
    private static JsonEncoder json(LoggerContext context) {
        var encoder = new JsonEncoder();
        encoder.setContext(context);
        encoder.setWithSequenceNumber(false);
        encoder.setWithNanoseconds(false);
        encoder.setWithContext(false);
        encoder.setWithMarkers(false);
        encoder.setWithMDC(false);
        encoder.setWithKVPList(false);
        encoder.setWithMessage(false);
        encoder.setWithArguments(false);
        encoder.setWithFormattedMessage(true);
        encoder.start();
        return encoder;
    }
}
