package lingdian.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import lingdian.domain.document.Document;
import lingdian.testing.ProgramClasses;
import org.junit.jupiter.api.Test;

/**
 * No record says what is personal in it: exceptions and logs are made of what {@code toString} gives.
 *
 * <p>Every record of the program is built with somebody in whatever place may hold somebody, however deep: one that is written
 * later is tried too.
 */
class PersonalRecordsTest {
    private static final String SOMEBODY = "3604811962O8O5闻人可由";

    /** What holds somebody, by the names of components: documents' fields, and what people write. */
    private static final Set<String> PERSONAL =
            Set.of("officer", "note", "statement", "found", "legalBasis", "reason", "password", "text", "officers");

    /** What such components hold here is nobody's: pages' and rules' own texts, reasons that are constants, figures of a campaign, hours. */
    private static final Set<String> NOBODYS = Set.of(
            "lingdian.platform.text.Template$Verbatim",
            "lingdian.platform.text.Template$Section",
            "lingdian.platform.text.Template$Scope",
            "lingdian.law.statute.LawText",
            "lingdian.law.statute.Laws",
            "lingdian.domain.event.Decoded$Refused",
            "lingdian.intake.socket.MessageAssembly$Step$Broken",
            "lingdian.agent.desk.Warning",
            "lingdian.agent.spool.SpooledAgent$Opened",
            "lingdian.record.evidence.EvidenceStore$Decision",
            "lingdian.record.evidence.EvidenceExport$Known",
            "lingdian.office.campaign.Briefing",
            "lingdian.office.campaign.Block$Paragraph",
            "lingdian.office.campaign.Block$Heading",
            "lingdian.office.rules.ShadowStore$Seen",
            "lingdian.record.backtest.HistoryWriter$EventLine",
            "lingdian.office.campaign.CampaignTotals",
            "lingdian.office.violation.ViolationDetail$Article",
            "lingdian.office.violation.ViolationDetail$Grounds",
            "lingdian.record.hours.GrantStore$Grants",
            "lingdian.record.hours.GrantStore$ScheduleGrant");

    private static final int DEEP = 6;

    @Test
    void noneTellsOfAnybody() throws Exception {
        var telling = new ArrayList<String>();
        var built = new ArrayList<Class<?>>();
        for (Class<?> one : records()) {
            try {
                Object record = build(one, DEEP);
                built.add(one);
                if (record.toString().contains(SOMEBODY)) {
                    telling.add(one.getName());
                }
            } catch (ReflectiveOperationException | RuntimeException refused) {
                // Whoever refuses somebody made up must say of itself what it tells.
                assertThat(!personal(one) || saysItself(one)).as(one.getName()).isTrue();
            }
        }

        assertThat(built).contains(Document.class);
        assertThat(telling).containsExactlyInAnyOrderElementsOf(NOBODYS);
    }

    /** The one that the compiler makes is final. */
    private static boolean saysItself(Class<?> record) {
        try {
            return !Modifier.isFinal(record.getMethod("toString").getModifiers());
        } catch (NoSuchMethodException none) {
            throw new IllegalStateException(none);
        }
    }

    private static boolean personal(Class<?> record) {
        return Arrays.stream(record.getRecordComponents())
                .anyMatch(one -> PERSONAL.contains(one.getName()) && one.getType() == String.class
                        || one.getType() == Document.class);
    }

    private static List<Class<?>> records() throws Exception {
        return ProgramClasses.all().stream().filter(Class::isRecord).toList();
    }

    private static Object build(Class<?> record, int deep) throws ReflectiveOperationException {
        RecordComponent[] components = record.getRecordComponents();
        var types = new Class<?>[components.length];
        var values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = value(components[i].getName(), components[i].getGenericType(), record, deep - 1);
        }
        Constructor<?> constructor = record.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object value(String name, Type type, Class<?> owner, int deep) throws ReflectiveOperationException {
        if (type instanceof ParameterizedType generic) {
            return container(name, generic, owner, deep);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) {
            return PERSONAL.contains(name) || owner == Document.class ? SOMEBODY : "1";
        }
        if (plain == JsonObject.class) {
            return new JsonObject().put("name", SOMEBODY);
        }
        if (plain.isRecord() && deep > 0) {
            return build(plain, deep);
        }
        if (plain.isSealed() && deep > 0) {
            return value(name, plain.getPermittedSubclasses()[0], owner, deep);
        }
        return plain.isEnum() ? plain.getEnumConstants()[0] : simple(plain);
    }

    private static Object container(String name, ParameterizedType type, Class<?> owner, int deep)
            throws ReflectiveOperationException {
        Class<?> raw = (Class<?>) type.getRawType();
        Type[] of = type.getActualTypeArguments();
        if (raw == Map.class) {
            return Map.of(value("key", of[0], owner, deep), value(name, of[1], owner, deep));
        }
        if (raw == Optional.class) {
            return Optional.of(value(name, of[0], owner, deep));
        }
        if (raw == Set.class) {
            return Set.of(value(name, of[0], owner, deep));
        }
        return raw.isAssignableFrom(List.class) ? List.of(value(name, of[0], owner, deep)) : null;
    }

    private static Object simple(Class<?> type) {
        return switch (type.getName()) {
            case "int", "java.lang.Integer" -> 1;
            case "long", "java.lang.Long" -> 1L;
            case "boolean", "java.lang.Boolean" -> true;
            case "double", "java.lang.Double" -> 1.0;
            case "[B" -> SOMEBODY.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case "java.time.Instant" -> Instant.EPOCH;
            case "java.time.LocalDate" -> LocalDate.EPOCH;
            case "java.util.UUID" -> new UUID(1, 1);
            case "io.vertx.core.buffer.Buffer" -> Buffer.buffer(SOMEBODY);
            case "io.vertx.core.json.JsonArray" -> new JsonArray().add(SOMEBODY);
            case "java.net.URI" -> java.net.URI.create("http://localhost/");
            case "java.time.Duration" -> java.time.Duration.ofSeconds(1);
            case "java.time.ZoneId" -> java.time.ZoneOffset.UTC;
            default -> null;
        };
    }
}
