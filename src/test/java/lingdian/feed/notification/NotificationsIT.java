package lingdian.feed.notification;

import static lingdian.feed.notification.FakeReceiver.saying;
import static lingdian.feed.notification.FakeReceiver.silent;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import lingdian.agent.link.ApiException;
import lingdian.feed.notification.FakeReceiver.Got;
import lingdian.feed.notification.NotifiedCity.Person;
import lingdian.testing.Await;
import lingdian.testing.RunningService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * The notifications that a real service sends to a real server: their content, time and number, and what must not be
 * sent.
 */
class NotificationsIT {
    private static NotifiedCity city;

    @BeforeAll
    static void start() throws Exception {
        city = new NotifiedCity();
    }

    @AfterAll
    static void stop() throws Exception {
        city.close();
    }

    @Test
    void oneBadNightIsOneMessage() throws Exception {
        Person officer = city.culture("360481");
        String secret = officer.target("standard", city.receiver.url("/night")).getString("secret");
        String cafe = city.cafe("360481");
        String other = city.cafe("360481");
        for (int i = 0; i < 20; i++) {
            city.opened(cafe);
        }
        city.service.sendNotifications();
        city.pass(Duration.ofMinutes(10));
        for (int i = 0; i < 20; i++) {
            city.opened(cafe);
        }
        city.opened(other);
        city.service.sendNotifications();
        assertThat(city.receiver.on("/night")).isEmpty();

        city.pass(Duration.ofMinutes(5));
        city.until("the first is told", () -> city.receiver.on("/night").size() == 1);
        city.pass(Duration.ofMinutes(10));
        city.until("the second is told", () -> city.receiver.on("/night").size() == 2);

        Got night = city.receiver.on("/night").getFirst();
        JsonObject told = night.body().getJsonObject("data");
        assertThat(told.getString("placeCode")).isEqualTo(cafe);
        assertThat(told.getInteger("count")).isEqualTo(40);
        assertThat(told.getJsonObject("codes")).isEqualTo(new JsonObject().put("OVERTIME_OPERATION", 40));
        assertThat(told.getJsonArray("violations")).hasSize(40);
        assertThat(night.text()).doesNotContain("SEAT-OF-SOMEBODY", "person");
        assertThat(night.headers().get("webhook-signature"))
                .isEqualTo(Signatures.standard(
                        secret, night.id(), Long.parseLong(night.headers().get("webhook-timestamp")), night.text()));
        JsonObject second = city.receiver.on("/night").getLast().body().getJsonObject("data");
        assertThat(second.getString("placeCode")).isEqualTo(other);
        assertThat(second.getInteger("count")).isOne();
        assertThat(officer.get("/notifications").toString()).doesNotContain("/night", secret);
    }

    @Test
    void aCountysOutageIsOneMessageAndANeighboursAnother() throws Exception {
        Person officer = city.culture("360400");
        officer.wants("{\"groupMinutes\":0}");
        officer.target("standard", city.receiver.url("/outage"));
        String first = city.cafe("360428");
        Person owner = city.person(new JsonObject().put("role", "operator").put("placeCode", first));
        owner.wants("{\"groupMinutes\":0}");
        owner.target("standard", city.receiver.url("/owner-of-one"));
        List<String> cafes = List.of(first, city.cafe("360428"), city.cafe("360428"));
        for (String cafe : cafes) {
            city.cutOff(cafe);
            city.service.sendNotifications();
            city.pass(Duration.ofSeconds(30));
        }
        city.opened(first);
        city.cutOff(city.cafe("360429"));
        city.until("the café is told", () -> !city.receiver.on("/outage").isEmpty());
        assertThat(city.receiver.on("/outage")).hasSize(1);
        assertThat(city.receiver.on("/owner-of-one"))
                .isNotEmpty()
                .allSatisfy(got -> assertThat(got.body().getJsonObject("data").getString("placeCode"))
                        .isEqualTo(first));
        city.pass(Duration.ofMinutes(2));
        city.until("both outages are told", () -> city.receiver.on("/outage").size() == 3);

        JsonObject outage = city.receiver.on("/outage").stream()
                .map(got -> got.body().getJsonObject("data"))
                .filter(data -> "360428".equals(data.getString("region")))
                .findFirst()
                .orElseThrow();
        assertThat(outage.getInteger("count")).isEqualTo(3);
        assertThat(outage.getJsonArray("violations").stream().map(one -> ((JsonObject) one).getString("placeCode")))
                .containsExactlyElementsOf(cafes);
        assertThat(officer.messages())
                .extracting(one -> one.getString("region"))
                .containsExactlyInAnyOrder("360428", "360429", null);
    }

    /** Whoever waits for slow receivers are those whose receivers they are. */
    @Test
    void slowReceiversTakeTheShareOfTheirOfficeAlone() throws Exception {
        var atOnce = new AtomicInteger();
        var givenUp = new AtomicBoolean(); // then others take its place, which the receiver may hear of before
        city.receiver.on("/slow", request -> {
            if (!givenUp.get()) {
                atOnce.incrementAndGet();
            }
            request.connection().closeHandler(closed -> givenUp.set(true));
        });
        for (int account = 0; account < 4; account++) {
            Person slow = atOnce("360483");
            for (int target = 0; target < 5; target++) {
                slow.target("standard", city.receiver.url("/slow"));
            }
        }
        Person honest = atOnce("360482");
        honest.target("standard", city.receiver.url("/not-slow"));
        city.opened(city.cafe("360483"));
        city.until("it is sent to them", () -> !city.receiver.on("/slow").isEmpty());
        city.opened(city.cafe("360482"));
        city.until("it is delivered", () -> "delivered".equals(state(honest)));
        city.until("all were tried", () -> city.receiver.on("/slow").size() >= 20);
        city.receiver.on("/slow", saying(204, ""));

        assertThat(atOnce.get()).isBetween(1, OutboxStore.OF_AN_OFFICE);
    }

    @Test
    void whatFailsIsSentAgainUnderTheSameId() throws Exception {
        Person officer = atOnce("360482");
        officer.target("standard", city.receiver.url("/retried"));
        city.receiver.on("/retried", saying(500, ""));
        city.opened(city.cafe("360482"));
        city.until("it failed", () -> officer.messages().getFirst().getString("failure") != null);
        city.receiver.on("/retried", saying(302, ""));
        city.pass(Duration.ofMinutes(1));
        city.until("it was led elsewhere", () -> "status-302".equals(failure(officer)));
        city.receiver.on("/retried", silent());
        city.pass(Duration.ofMinutes(1));
        city.until("it is not answered", () -> "no-answer".equals(failure(officer)));
        city.receiver.on("/retried", saying(204, ""));
        city.pass(Duration.ofMinutes(2));
        city.until("it is delivered", () -> "delivered".equals(state(officer)));

        List<Got> sent = city.receiver.on("/retried");
        assertThat(sent)
                .hasSize(4)
                .extracting(Got::id)
                .containsOnly(sent.getFirst().id());
        assertThat(city.receiver.on("/elsewhere")).isEmpty();
        assertThat(officer.messages().getFirst().getInteger("attempts")).isEqualTo(4);
    }

    @Test
    void robotsAreToldAsTheyWantIt() throws Exception {
        Person officer = atOnce("360483");
        officer.target("wecom", city.receiver.url("/wecom?key=k"));
        officer.target("dingtalk", city.receiver.url("/dingtalk?access_token=t"));
        city.receiver.on("/dingtalk", saying(200, "{\"errcode\":310000,\"errmsg\":\"sign not match\"}"));
        city.opened(city.cafe("360483"));

        city.until(
                "both were told",
                () -> officer.messages().stream()
                        .map(one -> one.getString("state") + " " + one.getString("failure"))
                        .collect(Collectors.toSet())
                        .equals(new HashSet<>(List.of("delivered null", "waiting code-310000"))));
        assertThat(city.receiver.on("/wecom").getFirst().query()).isEqualTo("key=k");
        assertThat(city.receiver.on("/dingtalk").getFirst().query())
                .matches("access_token=t&timestamp=\\d{13}&sign=[\\w%]+");
    }

    @Test
    void whatCannotBeDeliveredIsDeadUntilSomebodySendsItAgain() throws Exception {
        Person officer = atOnce("360402");
        Person colleague = city.culture("360402");
        officer.target("standard", city.receiver.url("/dead"));
        city.receiver.on("/dead", saying(503, ""));
        city.opened(city.cafe("360402"));
        city.until("it failed", () -> failure(officer) != null);
        city.pass(Duration.ofHours(2));
        city.until("it is dead", () -> "dead".equals(state(officer)));
        String id = officer.messages().getFirst().getString("id");
        Person admin = new Person(new UUID(0, 0), city.service.admin());

        JsonObject shown = admin.messages().stream()
                .filter(one -> one.getString("id").equals(id))
                .findFirst()
                .orElseThrow();
        assertThat(shown.getString("account")).isEqualTo(officer.id().toString());
        assertThat(shown.fieldNames()).doesNotContain("placeCode");
        assertThat(colleague.messages()).isEmpty();
        String redrive = "/notifications/messages/" + id + "/redrive";
        assertThatThrownBy(() -> colleague.call(HttpMethod.POST, redrive, null)).isInstanceOf(ApiException.class);
        city.receiver.on("/dead", saying(200, ""));
        int before = city.receiver.on("/dead").size();
        admin.call(HttpMethod.POST, redrive, null);

        city.until("it is delivered", () -> "delivered".equals(state(officer)));
        assertThat(city.receiver.on("/dead"))
                .hasSize(before + 1)
                .extracting(Got::id)
                .containsOnly(id);
        assertThatThrownBy(() -> admin.call(HttpMethod.POST, redrive, null)).isInstanceOf(ApiException.class);
        assertThat(city.service.rows(
                        "SELECT details::jsonb ->> 'what' FROM access_log WHERE action = 'change-notifications'"
                                + " AND subject_id = '" + id + "'"))
                .containsExactly("redrive");
    }

    @Test
    void whoeverAskedForNoMoreIsSentNoMore() throws Exception {
        Person officer = atOnce("360403");
        officer.target("standard", city.receiver.url("/gone"));
        city.receiver.on("/gone", saying(410, ""));
        city.opened(city.cafe("360403"));

        city.until("it is dead", () -> "dead".equals(state(officer)));
        assertThat(city.receiver.on("/gone")).hasSize(1);
    }

    @Test
    void quietHoursAreQuiet() throws Exception {
        Person sleeper = atOnce("360404");
        Person deaf = atOnce("360404");
        sleeper.target("standard", city.receiver.url("/sleeper"));
        deaf.target("standard", city.receiver.url("/deaf"));
        String quiet = "{\"groupMinutes\":0,\"quiet\":{\"from\":\"%s\",\"to\":\"%s\",\"drops\":%s}}";
        String from = chinese(Duration.ofMinutes(-1));
        String to = chinese(Duration.ofMinutes(61));
        sleeper.wants(quiet.formatted(from, to, false));
        deaf.wants(quiet.formatted(from, to, true));
        String cafe = city.cafe("360404");
        city.opened(cafe);
        city.until("it is gathered", () -> !sleeper.messages().isEmpty());
        city.pass(Duration.ofMinutes(30));
        city.opened(cafe);
        city.service.sendNotifications();
        assertThat(city.receiver.on("/sleeper")).isEmpty();

        city.pass(Duration.ofMinutes(32));
        city.until("it is told", () -> !city.receiver.on("/sleeper").isEmpty());
        assertThat(city.receiver
                        .on("/sleeper")
                        .getFirst()
                        .body()
                        .getJsonObject("data")
                        .getInteger("count"))
                .isEqualTo(2);
        assertThat(deaf.messages()).isEmpty();
        city.opened(cafe);
        city.until(
                "both are told",
                () -> city.receiver.on("/deaf").size() == 1
                        && city.receiver.on("/sleeper").size() == 2);
    }

    @Test
    void nobodyIsToldWhatTheyMayNotSeeByThen() throws Exception {
        Person moved = grouped("360405");
        Person ended = grouped("360405");
        Person muted = grouped("360405");
        Person elsewhere = grouped("500000");
        Person owner = city.person(new JsonObject().put("role", "operator").put("placeCode", city.cafe("360405")));
        for (Person one : List.of(moved, ended, muted, elsewhere, owner)) {
            one.target("standard", city.receiver.url("/" + one.id()));
        }
        city.opened(city.cafe("360405"));
        city.until("it is gathered", () -> state(moved) != null && state(ended) != null && state(muted) != null);
        city.sql("UPDATE account SET region = '360406' WHERE id = '" + moved.id() + "'");
        city.sql("UPDATE account SET ended_at = now() WHERE id = '" + ended.id() + "'");
        muted.wants("{\"muted\":true}");
        city.pass(Duration.ofMinutes(15));

        city.until(
                "all are stopped",
                () -> city.service
                        .rows(
                                "SELECT failure FROM notification_delivery WHERE state = 'stopped' AND account IN ('%s', '%s', '%s')"
                                        .formatted(moved.id(), ended.id(), muted.id()))
                        .containsAll(List.of("out-of-scope", "no-account", "muted")));
        for (Person one : List.of(moved, ended, muted, elsewhere, owner)) {
            assertThat(city.receiver.on("/" + one.id())).isEmpty();
        }
        assertThat(elsewhere.messages()).isEmpty();
        assertThat(owner.messages()).isEmpty();
    }

    /** A day that arrives late wakes nobody, whatever becomes of what is found in it. */
    @Test
    void whatIsFoundLateIsNoNews() throws Exception {
        Person officer = atOnce("360430");
        officer.target("standard", city.receiver.url("/late"));
        String cafe = city.cafe("360430");
        var late = UUID.randomUUID();
        city.late(cafe, "opened", "OVERTIME_OPERATION", "suspicion", late);
        city.late(cafe, "updated", "OVERTIME_OPERATION", "fact", late);
        city.change(cafe, "opened", "MINOR_ADMITTED", "fact", UUID.randomUUID());
        city.until("the other is told", () -> city.receiver.on("/late").size() == 1);
        city.until("the feed is read", NotificationsIT::isRead);

        assertThat(officer.messages()).hasSize(1);
        assertThat(city.receiver.on("/late").getFirst().body().encode())
                .contains("MINOR_ADMITTED")
                .doesNotContain("OVERTIME_OPERATION");
    }

    @Test
    void onlyWhatIsWantedIsNewsAndALeadThatBecomesAFactIs() throws Exception {
        Person officer = atOnce("360423");
        officer.wants(
                "{\"groupMinutes\":0,\"standings\":[\"fact\"],\"codes\":[\"CLOCK_WRONG\"],\"regions\":[\"360423\"]}");
        officer.target("standard", city.receiver.url("/wanted"));
        String cafe = city.cafe("360423");
        var violation = UUID.randomUUID();
        city.change(cafe, "opened", "OVERTIME_OPERATION", "fact", UUID.randomUUID());
        city.change(cafe, "opened", "CLOCK_WRONG", "lead", violation);
        city.change(cafe, "updated", "CLOCK_WRONG", "fact", violation);
        city.until("it is told", () -> city.receiver.on("/wanted").size() == 1);
        city.change(cafe, "updated", "CLOCK_WRONG", "fact", violation);
        city.change(cafe, "ended", "CLOCK_WRONG", "fact", violation);
        city.until("the feed is read", NotificationsIT::isRead);

        assertThat(officer.messages()).hasSize(1);
        assertThat(city.receiver
                        .on("/wanted")
                        .getFirst()
                        .body()
                        .getJsonObject("data")
                        .getJsonArray("violations"))
                .hasSize(1)
                .allMatch(one -> ((JsonObject) one).getString("id").equals(violation.toString()));
    }

    @Test
    void twoNodesTellNothingTwice() throws Exception {
        Person officer = atOnce("360424");
        for (int i = 0; i < 5; i++) {
            officer.target("standard", city.receiver.url("/nodes"));
        }
        try (RunningService other = city.service.another()) {
            for (int i = 0; i < 6; i++) {
                city.opened(city.cafe("360424"));
            }
            city.until("all are told", () -> {
                other.sendNotifications();
                return city.receiver.on("/nodes").size() >= 30
                        && officer.messages().stream()
                                .allMatch(one -> one.getString("state").equals("delivered"));
            });
        }
        assertThat(city.receiver.on("/nodes"))
                .extracting(Got::id)
                .doesNotHaveDuplicates()
                .hasSize(30);
    }

    /** Like a node that dies after the receiver accepted a message: the outcome is not recorded. */
    @Test
    void whatIsNotWrittenDownIsSentAgainUnderTheSameId() throws Exception {
        Person officer = atOnce("360425");
        officer.target("standard", city.receiver.url("/killed"));
        city.sql("""
                CREATE SEQUENCE death;
                CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS
                  $$ BEGIN PERFORM nextval('death'); RAISE EXCEPTION 'killed'; END $$;
                CREATE TRIGGER die BEFORE UPDATE ON notification_delivery
                  FOR EACH ROW WHEN (NEW.state = 'delivered') EXECUTE FUNCTION die()
                """);
        city.opened(city.cafe("360425"));
        Await.until(
                "it dies",
                () -> city.service.rows("SELECT is_called FROM death").equals(List.of("t")));
        city.sql("DROP TRIGGER die ON notification_delivery");
        assertThat(state(officer)).isEqualTo("waiting");
        city.pass(Duration.ofMinutes(1));
        city.until("it is sent again", () -> "delivered".equals(state(officer)));

        List<Got> sent = city.receiver.on("/killed");
        assertThat(sent)
                .hasSize(2)
                .extracting(Got::id)
                .containsOnly(sent.getFirst().id());
    }

    @Test
    void anAddressInsideIsNotSpokenTo() throws Exception {
        Person officer = atOnce("360426");
        String port = city.receiver.url("").replaceAll(".*:", "");
        assertThatThrownBy(() -> officer.target("wecom", "http://localhost:" + port + "/inside"))
                .isInstanceOf(ApiException.class);
        officer.target("wecom", "https://localhost:" + port + "/inside");
        city.opened(city.cafe("360426"));

        city.until("it is refused", () -> failure(officer) != null);
        assertThat(city.receiver.on("/inside")).isEmpty();
    }

    /** Otherwise a reader could find out which hosts and ports there are in the service's network. */
    @Test
    void whoseAddressItIsLearnsNothingOfWhyNobodyAnswered() throws Exception {
        Person officer = atOnce("360430");
        String port = city.receiver.url("").replaceAll(".*:", "");
        officer.target("wecom", "https://localhost:" + port + "/not-public");
        officer.target("wecom", "https://127.0.0.1:" + port + "/no-tls");
        officer.target("wecom", "http://127.0.0.1:1/refused");
        officer.target("wecom", "https://no-such-host.invalid/unknown");
        var log = (Logger) LoggerFactory.getLogger(FailureLog.class);
        var lines = new ListAppender<ILoggingEvent>();
        lines.start();
        log.addAppender(lines);
        try {
            city.opened(city.cafe("360430"));
            city.until(
                    "all have failed",
                    () -> officer.messages().stream()
                            .allMatch(message ->
                                    message.getInteger("attempts") == 1 && message.getString("failure") != null));
        } finally {
            log.detachAppender(lines);
        }

        assertThat(officer.messages())
                .hasSize(4)
                .extracting(message -> message.getString("failure"))
                .containsOnly("no-answer");
        assertThat(lines.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .as("the service's operator is told")
                .anyMatch(line -> line.contains("localhost: one of its addresses is not public"))
                .anyMatch(line -> line.contains("no-such-host.invalid: "))
                .noneMatch(line -> line.contains("/unknown"));
    }

    @Test
    void anAccountHasFewTargetsAndForeignOnesAreNoneOfItsOwn() throws Exception {
        Person officer = city.culture("360427");
        Person other = city.culture("360427");
        var ids = new JsonArray();
        for (int i = 0; i < SettingStore.TARGETS_MAX; i++) {
            ids.add(officer.target("wecom", "https://hooks.example/" + i).getString("id"));
        }
        String first = "/notifications/targets/" + ids.getString(0);

        assertThatThrownBy(() -> officer.target("wecom", "https://hooks.example/"))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> other.call(HttpMethod.DELETE, first, null)).isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> officer.target("dingtalk", "https://hooks.example/", null))
                .isInstanceOf(ApiException.class);
        assertThatThrownBy(() -> officer.wants("{\"regions\":[\"360400\"]}")).isInstanceOf(ApiException.class);
        officer.call(HttpMethod.DELETE, first, null);
        assertThat(officer.get("/notifications").getJsonArray("targets")).hasSize(SettingStore.TARGETS_MAX - 1);
        assertThat(city.service.rows(
                        "SELECT details::jsonb ->> 'what' FROM access_log WHERE action = 'change-notifications' AND subject_id = '"
                                + ids.getString(0) + "' ORDER BY position"))
                .containsExactly("add-target", "end-target");
        assertThat(city.service.rows(
                        "SELECT count(*) FROM notification_target WHERE position('hooks'::bytea IN url) > 0"))
                .containsExactly("0");
    }

    /** An account that gets a message of its own for each violation. */
    private static Person atOnce(String region) throws Exception {
        Person officer = city.culture(region);
        officer.wants("{\"groupMinutes\":0}");
        return officer;
    }

    private static Person grouped(String region) throws Exception {
        Person officer = city.culture(region);
        officer.wants("{\"groupMinutes\":10}");
        return officer;
    }

    private static String failure(Person officer) throws Exception {
        return officer.messages().isEmpty()
                ? null
                : officer.messages().getFirst().getString("failure");
    }

    private static String state(Person officer) throws Exception {
        return officer.messages().isEmpty()
                ? null
                : officer.messages().getFirst().getString("state");
    }

    private static boolean isRead() throws Exception {
        return city.service
                .rows("SELECT head.position = notification_head.position FROM head, notification_head")
                .equals(List.of("t"));
    }

    private static String chinese(Duration fromNow) {
        return city.now
                .get()
                .plus(fromNow)
                .atZone(java.time.ZoneId.of("Asia/Shanghai"))
                .format(java.time.format.DateTimeFormatter.ofPattern("HH:mm"));
    }
}
