package lingdian.platform.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import lingdian.platform.settings.InvalidConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** As JSON each line of the log is one object, whatever a message or a stack trace has in it. */
class LogFormatTest {
    private final LoggerContext context = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @BeforeEach
    void begin() {
        context.setMDCAdapter(new LogbackMDCAdapter());
        var text = new PatternLayoutEncoder();
        text.setContext(context);
        text.setPattern("%msg%n");
        text.start();
        var appender = new OutputStreamAppender<ILoggingEvent>();
        appender.setContext(context);
        appender.setEncoder(text);
        appender.setOutputStream(written);
        appender.start();
        context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
    }

    @AfterEach
    void end() {
        context.stop();
    }

    @Test
    void eachLineIsOneObjectWithTheFinishedMessage() {
        LogFormat.apply("json", context);
        Logger log = context.getLogger("lingdian.platform.Somewhere");

        log.info("\"quoted\" in\ntwo lines, {}", "of 瑞昌市");
        log.error("a fault", new IllegalStateException("first\nsecond", new IllegalArgumentException("its cause")));

        List<JsonObject> lines = lines().stream().map(JsonObject::new).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst().fieldNames())
                .containsExactlyInAnyOrder(
                        "timestamp", "level", "threadName", "loggerName", "formattedMessage", "throwable");
        assertThat(lines.getFirst().getString("formattedMessage")).isEqualTo("\"quoted\" in\ntwo lines, of 瑞昌市");
        assertThat(lines.getFirst().getString("level")).isEqualTo("INFO");
        assertThat(lines.getLast().getJsonObject("throwable").encode()).contains("first\\nsecond", "its cause");
    }

    /** Only the message is written: what it leaves out of its values, such as a person's number, is nowhere else in the line. */
    @Test
    void noValueIsWrittenBesideTheMessage() {
        LogFormat.apply("json", context);
        context.getMDCAdapter().put("person", "360481199001011234");
        context.getLogger("lingdian").atWarn().addKeyValue("name", "张三").log("refused", "360481199001011234");

        assertThat(written.toString(StandardCharsets.UTF_8)).contains("refused").doesNotContain("3604811990", "张三");
    }

    @Test
    void textStaysAsItIsConfigured() {
        LogFormat.apply("text", context);
        context.getLogger("lingdian").info("for a person");

        assertThat(lines()).containsExactly("for a person");
    }

    @Test
    void anotherFormatIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> LogFormat.apply("xml", context))
                .isInstanceOfSatisfying(
                        InvalidConfiguration.class,
                        wrong -> assertThat(wrong.mistakes())
                                .containsExactly("LINGDIAN_LOG_FORMAT must be text or json"));
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
