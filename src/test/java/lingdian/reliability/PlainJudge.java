package lingdian.reliability;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import lingdian.domain.ChinaTime;

/**
 * Judges one café's logins independently, from the contract alone (handbook, protocol.md and protocol-messages.md) and
 * without the service's code, so that an answer that the service always gives wrongly is detected too.
 *
 * <p>It is as simple as possible: one event after another, of one stream, in the past, with the statutory hours, no
 * registration and no other cafés.
 */
final class PlainJudge {
    private static final Set<String> PROVINCES = Set.of(
            ("11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82 83")
                    .split(" "));
    private static final Set<String> CERTIFICATES =
            Set.of("111 112 113 114 115 116 123 131 133 159 233 335 414 511 513 516 553 990".split(" "));

    /** The answer to an event: a reject's code, or a login's reasons and when the café closes. */
    record Answer(String reject, List<String> reasons, Instant closesAt) {
        static Answer of(JsonObject told) {
            if (told.getString("type").equals("reject")) {
                return new Answer(told.getString("code"), null, null);
            }
            List<String> reasons = told.getJsonArray("reasons").stream()
                    .map(String.class::cast)
                    .toList();
            String closes = told.getString("closesAt");
            if (told.getBoolean("allow") != reasons.isEmpty()) {
                throw new AssertionError("allowed with reasons, or denied without: " + told.encode());
            }
            return new Answer(
                    null,
                    reasons,
                    closes == null ? null : OffsetDateTime.parse(closes).toInstant());
        }

        /** The answer for a person who visits other cafés, without the reasons that depend on those. */
        Answer notElsewhere() {
            return reasons == null
                    ? this
                    : new Answer(
                            null,
                            reasons.stream()
                                    .filter(reason -> !reason.equals("in-use-elsewhere"))
                                    .toList(),
                            null);
        }
    }

    private static final class Session {
        final String id;
        final String terminal;
        final String person;
        int missed;

        Session(JsonObject login) {
            id = login.getString("session");
            terminal = login.getString("terminal");
            person = person(login);
        }
    }

    private final List<Session> open = new ArrayList<>();
    private final Set<String> everOpened = new HashSet<>();
    private final PlainSeats seats;
    private final int opensAtHour;
    private Instant latest = Instant.MIN;

    PlainJudge() {
        this(List.of());
    }

    PlainJudge(List<String> staffTerminals) {
        this(staffTerminals, 8);
    }

    private PlainJudge(List<String> staffTerminals, int opensAtHour) {
        this.seats = new PlainSeats(staffTerminals);
        this.opensAtHour = opensAtHour;
    }

    /** Of a café that may be open at any hour. */
    static PlainJudge roundTheClock() {
        return new PlainJudge(List.of(), 0);
    }

    /** The episodes of seats in use without a login. */
    List<PlainSeats.Episode> unregistered() {
        return seats.found();
    }

    /** The answer to the next event; null where it gets none. */
    Answer next(JsonObject event) {
        if (!isWellFormed(event)) {
            return reject("invalid-event");
        }
        Instant said = OffsetDateTime.parse(event.getString("at")).toInstant();
        Instant at = said.isAfter(latest) ? said : latest;
        if (!open.isEmpty() && Duration.between(latest, at).compareTo(Duration.ofHours(24)) > 0) {
            open.clear();
        }
        String session = event.getString("session");
        String type = event.getString("type");
        if (type.equals("login") && everOpened.contains(session)) {
            return reject("duplicate-session");
        }
        if (type.equals("logout") && open.stream().noneMatch(one -> one.id.equals(session))) {
            return reject("unknown-session");
        }
        latest = at;
        switch (type) {
            case "login" -> {
                return login(event, at.atZone(ChinaTime.ZONE));
            }
            case "logout" -> open.removeIf(one -> one.id.equals(session));
            case "heartbeat" -> heartbeat(at, event.getJsonArray("inUse"));
            default -> {}
        }
        return null;
    }

    private static Answer reject(String code) {
        return new Answer(code, null, null);
    }

    private Answer login(JsonObject login, ZonedDateTime now) {
        List<String> reasons = reasons(login, now);
        if (reasons.isEmpty() || Boolean.TRUE.equals(login.getBoolean("admitted"))) {
            var opened = new Session(login);
            open.removeIf(one -> one.terminal.equals(opened.terminal)); // its logout was lost
            open.add(opened);
            everOpened.add(opened.id);
            seats.sessionOpened(now.toInstant(), opened.terminal);
        }
        Instant midnight =
                now.toLocalDate().plusDays(1).atStartOfDay(ChinaTime.ZONE).toInstant();
        return new Answer(null, reasons, reasons.isEmpty() ? midnight : null);
    }

    private List<String> reasons(JsonObject login, ZonedDateTime now) {
        JsonObject document = login.getJsonObject("document");
        LocalDate today = now.toLocalDate();
        LocalDate born = birth(document);
        LocalDate valid = date(document.getString("validUntil"));
        boolean malformed =
                isMalformed(document, born, today) || document.getString("validUntil") != null && valid == null;
        var reasons = new ArrayList<String>();
        if (malformed) {
            reasons.add("document-malformed");
        }
        if (valid != null && valid.isBefore(today)) {
            reasons.add("document-expired");
        }
        if (!malformed && today.isBefore(eighteenth(born))) {
            reasons.add("under-age");
        }
        if (open.stream()
                .anyMatch(
                        one -> one.person.equals(person(login)) && !one.terminal.equals(login.getString("terminal")))) {
            reasons.add("in-use-elsewhere");
        }
        if (now.getHour() < opensAtHour) {
            reasons.add("outside-hours");
        }
        return reasons;
    }

    private static boolean isMalformed(JsonObject document, LocalDate born, LocalDate today) {
        String number = document.getString("number");
        if (!CERTIFICATES.contains(document.getString("type")) || born == null) {
            return true;
        }
        if (carriesBirth(document)) {
            boolean known = number.startsWith("9") || PROVINCES.contains(number.substring(0, 2));
            return !known || number.charAt(17) != checkCharacter(number) || born.isAfter(today);
        }
        boolean printable = number.codePoints().allMatch(c -> c >= ' ' && !Character.isISOControl(c));
        return number.isEmpty() || number.length() > 64 || !printable || !born.isBefore(today);
    }

    private static boolean carriesBirth(JsonObject document) {
        return document.getString("type").equals("111")
                || document.getString("type").equals("112");
    }

    /** The check character by ISO 7064 MOD 11-2. */
    private static char checkCharacter(String number) {
        int[] weights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
        int sum = 0;
        for (int i = 0; i < 17; i++) {
            sum += weights[i] * (number.charAt(i) - '0');
        }
        return "10X98765432".charAt(sum % 11);
    }

    /** The birth date; null if it is missing or not a real date. */
    private static LocalDate birth(JsonObject document) {
        if (!carriesBirth(document)) {
            return date(document.getString("birthDate"));
        }
        String number = document.getString("number");
        return number.matches("[0-9]{17}[0-9X]")
                ? date(number.substring(6, 10) + "-" + number.substring(10, 12) + "-" + number.substring(12, 14))
                : null;
    }

    private static LocalDate date(String text) {
        try {
            return text == null ? null : LocalDate.parse(text);
        } catch (DateTimeException unreal) {
            return null;
        }
    }

    private static LocalDate eighteenth(LocalDate born) {
        LocalDate birthday = born.plusYears(18);
        return birthday.getDayOfMonth() == born.getDayOfMonth()
                ? birthday
                : birthday.plusDays(1); // of age on 1 March if born on 29 February
    }

    private void heartbeat(Instant at, JsonArray inUse) {
        for (Session session : open) {
            session.missed = inUse.contains(session.terminal) ? 0 : session.missed + 1;
        }
        open.removeIf(session -> session.missed == 3);
        seats.heartbeat(
                at,
                inUse.stream().map(String.class::cast).toList(),
                open.stream().map(session -> session.terminal).collect(Collectors.toSet()));
    }

    static String person(JsonObject login) {
        JsonObject document = login.getJsonObject("document");
        return document.getString("type") + " "
                + document.getString("number").strip().toUpperCase(Locale.ROOT);
    }

    private static boolean isWellFormed(JsonObject event) {
        return switch (event.getString("type")) {
            case "login" ->
                isId(event, "session", 64)
                        && isId(event, "terminal", 32)
                        && event.getValue("document") instanceof JsonObject;
            case "logout" -> isId(event, "session", 64);
            case "heartbeat" -> event.getValue("inUse") instanceof JsonArray;
            case "opened", "closed", "patrol" -> true;
            default -> false;
        };
    }

    private static boolean isId(JsonObject event, String field, int most) {
        return event.getValue(field) instanceof String id && id.matches("[A-Za-z0-9_.-]{1," + most + "}");
    }
}
