package lingdian.reliability;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import lingdian.testing.Http;
import lingdian.testing.RawWebSocket;

/**
 * One café, one stranger without a login and one officer, each of whom sends what costs the service most of what it
 * takes from somebody like that.
 */
final class Attackers implements AutoCloseable {
    /** What one café may send at once. */
    private static final int AT_ONCE = 4;

    private static final int IN_A_ROW = 2 * AT_ONCE;
    /** Half-sent forms that the stranger holds open. */
    private static final int HELD = 40;
    /** The fields of a form without a session: more than the service should ever keep of one. */
    private static final int FORM_FIELDS = 3_000;

    private static final int FIELD_CHARACTERS = 25_000;
    private static final int EVENTS = 50;
    private static final int BODY_BYTES = 8 * 1024 * 1024;
    private static final int MESSAGE_BYTES = 1024 * 1024;
    private static final int IDS = 10_000;
    private static final int LINES = 10_000;
    private static final int UPGRADED = 101;

    private final String refusedBody = heartbeats(BODY_BYTES, "\n") + "{\"seq\":";
    private final byte[] refusedMessage = ("[" + heartbeats(MESSAGE_BYTES, ",") + "7").getBytes(UTF_8);
    private final URI server;
    private final String agentKey;
    private final Map<Kind, Http> clients;
    private final Map<String, Integer> answers = new ConcurrentSkipListMap<>();
    private final Deque<Socket> held = new ArrayDeque<>();
    private final Map<Kind, Semaphore> turns = Map.of(
            Kind.CAFE,
            new Semaphore(AT_ONCE),
            Kind.STRANGER,
            new Semaphore(AT_ONCE),
            Kind.OFFICER,
            new Semaphore(AT_ONCE));

    enum Kind {
        CAFE,
        STRANGER,
        OFFICER
    }

    Attackers(URI server, String agentKey, String officer) {
        this.server = server;
        this.agentKey = agentKey;
        this.clients = Map.of(
                Kind.CAFE, Http.to(server).as(agentKey),
                Kind.STRANGER, Http.to(server),
                Kind.OFFICER, Http.to(server).as(officer));
    }

    /** How often each was answered how. */
    Map<String, Integer> answers() {
        return answers;
    }

    /** Sends the next request of an attacker on a thread of its own, unless too many of its requests are unanswered. */
    void strike(Kind kind, int turn) {
        Semaphore free = turns.get(kind);
        if (!free.tryAcquire()) {
            answers.merge(kind + " not sent", 1, Integer::sum);
            return;
        }
        Thread.ofVirtual().start(() -> {
            try {
                String answer = switch (kind) {
                    case CAFE -> cafe(turn);
                    case STRANGER -> stranger(turn);
                    case OFFICER -> officer(turn);
                };
                answers.merge(kind + " " + answer, 1, Integer::sum);
            } catch (IOException cut) {
                answers.merge(kind + " cut", 1, Integer::sum);
            } catch (Exception e) {
                answers.merge(kind + " " + e, 1, Integer::sum);
            } finally {
                free.release();
            }
        });
    }

    /** Waits until every request is answered. */
    void rest() throws InterruptedException {
        for (Semaphore free : turns.values()) {
            free.acquire(AT_ONCE);
            free.release(AT_ONCE);
        }
    }

    /** Of each kind several in a row, so that large ones are under way at once. */
    private String cafe(int turn) throws Exception {
        return switch (turn / IN_A_ROW % 4) {
            case 0 -> events(refusedBody);
            case 1 -> beforeTheHello();
            case 2 -> events("\n".repeat(LINES) + "x");
            default -> logins();
        };
    }

    private String events(String body) throws Exception {
        return status(clients.get(Kind.CAFE).events(UUID.randomUUID(), body));
    }

    /** A long message from a connection that was not welcomed. */
    private String beforeTheHello() throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        try (var agent = RawWebSocket.connect(socket, "Authorization: Bearer " + agentKey)) {
            if (agent.status() != UPGRADED) {
                return Integer.toString(agent.status());
            }
            agent.frame(RawWebSocket.TEXT, true, refusedMessage);
            return "closed " + agent.untilClosed().code();
        }
    }

    /** Heartbeats of many short ids become largest in memory. What follows them is no event. */
    private static String heartbeats(int bytes, String between) {
        String heartbeat = "{\"seq\":1,\"type\":\"heartbeat\",\"at\":\"2026-07-01T12:00:00Z\",\"inUse\":[\""
                + IntStream.range(0, IDS).mapToObj(Integer::toString).collect(Collectors.joining("\",\""))
                + "\"]}" + between;
        return heartbeat.repeat((bytes - 10) / heartbeat.length());
    }

    /** Legal logins of new persons, with the longest and worst names and numbers, in a stream of their own. */
    private String logins() throws Exception {
        String marker = UUID.randomUUID().toString();
        String lines = IntStream.rangeClosed(1, EVENTS)
                .mapToObj(seq ->
                        seq % 2 == 0 ? Events.logout(seq, marker.substring(0, 20) + (seq - 1)) : login(seq, marker))
                .map(JsonObject::encode)
                .collect(Collectors.joining("\n"));
        return Integer.toString(
                clients.get(Kind.CAFE).events(UUID.fromString(marker), lines).status());
    }

    private static JsonObject login(int seq, String marker) {
        JsonObject login = Events.login(seq, marker.substring(0, 20) + seq, "T1", marker + seq);
        login.getJsonObject("document").put("name", worstText(200));
        return login;
    }

    private String stranger(int turn) throws Exception {
        Http stranger = clients.get(Kind.STRANGER);
        return switch (turn % 6) {
            case 0 -> form("/violations/" + UUID.randomUUID() + "/objections");
            case 1 -> trickle();
            case 2 -> {
                String fields = "name=a&password=" + URLEncoder.encode(worstText(6_000), UTF_8);
                yield status(stranger.send("POST", "/sign-in", "application/x-www-form-urlencoded", fields));
            }
            case 3 -> status(stranger.get("/sign-in?next=/" + "a".repeat(498) + "!"));
            case 4 -> status(stranger.as("wrong-" + UUID.randomUUID()).get("/api/v1/violations"));
            default -> status(stranger.as("wrong-" + UUID.randomUUID()).events(UUID.randomUUID(), "x".repeat(500_000)));
        };
    }

    /** A text that a normaliser sorts longest: marks of two classes in the wrong order (UAX #15). */
    private static String worstText(int characters) {
        int marks = characters / 2;
        return "a" + "\u0301".repeat(characters - marks - 1) + "\u0316".repeat(marks);
    }

    /** A large form with no file and no session. Its one field is sent again and again, so that it costs only the service memory. */
    private String form(String path) throws Exception {
        byte[] field = ("--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n" + "y".repeat(FIELD_CHARACTERS)
                        + "\r\n")
                .getBytes(UTF_8);
        byte[] end = "--x--\r\n".getBytes(UTF_8);
        var body = new ArrayList<>(Collections.nCopies(FORM_FIELDS, field));
        body.add(end);
        HttpRequest request = clients.get(Kind.STRANGER)
                .request(path)
                .header("Content-Type", "multipart/form-data; boundary=x")
                .POST(BodyPublishers.fromPublisher(
                        BodyPublishers.ofByteArrays(body), (long) FORM_FIELDS * field.length + end.length))
                .build();
        return status(Http.send(request));
    }

    /** Begins one more form that never ends, and sends one byte of each that is open. */
    private String trickle() throws IOException {
        var socket = new Socket(server.getHost(), server.getPort());
        socket.getOutputStream()
                .write(("POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n"
                                + "Content-Type: application/x-www-form-urlencoded\r\n\r\n")
                        .getBytes(ISO_8859_1));
        synchronized (held) {
            held.add(socket);
            while (held.size() > HELD) {
                held.remove().close();
            }
            held.removeIf(one -> !isOpen(one));
        }
        return "trickled";
    }

    private static boolean isOpen(Socket socket) {
        try {
            socket.getOutputStream().write('a');
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    private String officer(int turn) throws Exception {
        Http officer = clients.get(Kind.OFFICER);
        String worst = URLEncoder.encode(worstText(100), UTF_8);
        return switch (turn % 5) {
            case 0 -> status(officer.get("/api/v1/violations?limit=200"));
            case 1 -> status(officer.get("/api/v1/cafes?q=" + worst));
            case 2 -> {
                var note = new JsonObject().put("action", "comment").put("note", worstText(4_000));
                yield status(officer.post("/api/v1/violations/" + UUID.randomUUID() + "/actions", note));
            }
            case 3 -> {
                var document =
                        new JsonObject().put("type", "990").put("number", "1").put("name", worstText(100));
                yield status(officer.post(
                        "/api/v1/persons/lookup",
                        new JsonObject().put("document", document).put("reason", "a look-up of the test")));
            }
            default -> {
                try (var feed = officer.open("/api/v1/violations/feed?from=0").body()) {
                    feed.read();
                }
                yield "read";
            }
        };
    }

    private static String status(Http.Answer answer) {
        return Integer.toString(answer.status());
    }

    @Override
    public void close() throws Exception {
        rest();
        synchronized (held) {
            for (Socket one : held) {
                one.close();
            }
        }
    }
}
