package lingdian.testing;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A minimal browser: it keeps cookies, and sends forms with the page's hidden fields and the headers that name their
 * origin. It does not follow redirects, so that tests see them.
 */
public final class Browser {
    private static final Pattern HIDDEN = Pattern.compile("<input type=\"hidden\" name=\"(\\w+)\" value=\"([^\"]*)\">");

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final URI server;
    private final HttpClient client;
    private final Map<String, String> cookies = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String address = "10.0." + NUMBER.incrementAndGet() / 200 + "." + (NUMBER.get() % 200 + 1);
    private Map<String, String> hidden = Map.of();

    public Browser(URI server) {
        this(server, Http.CLIENT);
    }

    /** @param client one that trusts the server's certificate and follows no redirect */
    public Browser(URI server, HttpClient client) {
        this.server = server;
        this.client = client;
        headers.put("Origin", server.toString());
        headers.put("Sec-Fetch-Site", "same-origin");
    }

    /** A complete answer. */
    public record Answer(int status, String location, String text, Map<String, String> setCookies) {}

    /** Sends this header with every later changing request; null removes it. */
    public Browser saying(String header, String value) {
        headers.remove(header);
        if (value != null) {
            headers.put(header, value);
        }
        return this;
    }

    /** Uses another client address. Each browser has its own by default. */
    public Browser at(String other) {
        address = other;
        return this;
    }

    public Map<String, String> cookies() {
        return cookies;
    }

    /** The hidden fields of the last page, which the next form sends. */
    public Map<String, String> hidden() {
        return hidden;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    /** Asks for a part of a page as its script does, without the person. */
    public Answer polling(String path) {
        return send(request(path).header("HX-Request", "true").GET());
    }

    /** Sends a form of the last page. */
    public Answer post(String path, Map<String, String> typed) {
        var fields = new LinkedHashMap<>(hidden);
        fields.putAll(typed);
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(form(fields));
        headers.forEach(request::header);
        return send(request);
    }

    /** Calls the API as a script of a page does. */
    public Answer call(String method, String path, String body, String csrfToken) {
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        headers.forEach(request::header);
        if (csrfToken != null) {
            request.header("Lingdian-Csrf", csrfToken);
        }
        return send(request);
    }

    /** Opens the form and sends it. */
    public Answer signIn(String name, String password, String code) {
        get("/sign-in");
        return post("/sign-in", Map.of("name", name, "password", password, "code", code));
    }

    private HttpRequest.Builder request(String path) {
        var request = HttpRequest.newBuilder(server.resolve(path)).header("X-Forwarded-For", "1.2.3.4, " + address);
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private Answer send(HttpRequest.Builder request) {
        try {
            Http.Answer response = Http.send(client, request.build());
            Map<String, String> set = keep(response);
            String location = response.header("Location");
            remember(response.body());
            return new Answer(response.status(), location, response.body(), set);
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private Map<String, String> keep(Http.Answer response) {
        var set = new LinkedHashMap<String, String>();
        response.headers().allValues("Set-Cookie").forEach(line -> {
            String[] pair = line.split(";", 2)[0].split("=", 2);
            set.put(pair[0], line);
            if (line.contains("Max-Age=0")) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        });
        return set;
    }

    private void remember(String page) {
        Matcher fields = HIDDEN.matcher(page);
        var found = new LinkedHashMap<String, String>();
        while (fields.find()) {
            found.put(fields.group(1), fields.group(2));
        }
        if (!found.isEmpty()) {
            hidden = found;
        }
    }

    private static BodyPublisher form(Map<String, String> fields) {
        return BodyPublishers.ofString(fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&")));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
