package lingdian.leak;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** Everything that anything of this process logs, at every level, while it is open: ours, Vert.x's, Netty's, Flyway's. */
public final class WholeLog extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Map<Logger, Level> levels = new LinkedHashMap<>();
    private final List<Appender<ILoggingEvent>> others = new ArrayList<>();

    public static WholeLog begin() {
        var log = new WholeLog();
        var context = (LoggerContext) LoggerFactory.getILoggerFactory();
        log.setContext(context);
        log.start();
        Iterator<Appender<ILoggingEvent>> appenders = root().iteratorForAppenders();
        appenders.forEachRemaining(log.others::add);
        log.others.forEach(root()::detachAppender); // a console that shows all of it hides the test's result
        root().addAppender(log);
        for (Logger logger : context.getLoggerList()) {
            if (logger.getLevel() != null) {
                log.levels.put(logger, logger.getLevel());
                logger.setLevel(logger == root() ? Level.ALL : null);
            }
        }
        return log;
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    protected void append(ILoggingEvent event) {
        String thrown =
                event.getThrowableProxy() == null ? "" : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
        lines.add(event.getLevel() + " [" + event.getThreadName() + "] " + event.getLoggerName() + " - "
                + event.getFormattedMessage() + " " + event.getMDCPropertyMap() + thrown);
    }

    @Override
    public void close() {
        root().detachAppender(this);
        others.forEach(root()::addAppender);
        levels.forEach(Logger::setLevel);
        stop();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
