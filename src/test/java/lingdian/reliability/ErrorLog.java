package lingdian.reliability;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/**
 * Everything logged as an error, by our code or about an unhandled exception. A failure of the database is not an
 * error.
 */
final class ErrorLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final List<String> errors = new CopyOnWriteArrayList<>();

    static ErrorLog begin() {
        var log = new ErrorLog();
        log.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
        log.start();
        root().addAppender(log);
        return log;
    }

    List<String> errors() {
        return List.copyOf(errors);
    }

    @Override
    protected void append(ILoggingEvent event) {
        boolean fromTheTest = event.getLoggerName().startsWith("io.zonky");
        if (event.getLevel().isGreaterOrEqual(Level.ERROR) && !fromTheTest) {
            IThrowableProxy thrown = event.getThrowableProxy();
            errors.add(event.getLoggerName() + ": " + event.getFormattedMessage()
                    + (thrown == null ? "" : " " + thrown.getClassName() + ": " + thrown.getMessage()));
        }
    }

    @Override
    public void close() {
        root().detachAppender(this);
        stop();
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
