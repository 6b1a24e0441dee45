package lingdian.platform.http;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Limits libraries that would log whole requests, with paths, queries or bytes, to level INFO, however the log is
 * configured.
 *
 * <p>A client may put a person's number anywhere, and more people read a log at TRACE than may see such a number.
 */
public final class QuietRequests extends TurboFilter {
    private static final List<String> TALKATIVE = List.of("io.vertx.ext.web", "io.netty.handler.logging");

    private QuietRequests() {}

    /** Installs the filter once for the whole process. Does nothing if the log is not Logback's. */
    public static void install() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context
                && context.getTurboFilterList().stream().noneMatch(QuietRequests.class::isInstance)) {
            context.addTurboFilter(new QuietRequests());
        }
    }

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        return !level.isGreaterOrEqual(Level.INFO) && talks(logger.getName()) ? FilterReply.DENY : FilterReply.NEUTRAL;
    }

    /** Whether a logger would log requests. Fast, because it is called some dozen times per event. */
    private static boolean talks(String logger) {
        for (String talkative : TALKATIVE) {
            if (logger.startsWith(talkative)) {
                return true;
            }
        }
        return false;
    }
}
