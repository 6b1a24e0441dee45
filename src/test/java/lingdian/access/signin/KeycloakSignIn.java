package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lingdian.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A sign-in through a real Keycloak, started from its Maven distribution: {@code mvn verify -Pkeycloak}.
 *
 * <p>Its name is not a test's, so that a plain {@code verify} does not run it: the distribution has 147 MB.
 */
class KeycloakSignIn {
    private static final Path HOME =
            Path.of(System.getProperty("lingdian.keycloak", "target/keycloak/keycloak-26.0.7"));
    private static final Pattern FORM = Pattern.compile("<form[^>]* action=\"([^\"]+)\"");
    private static final String REALM =
            """
            {"realm":"lingdian","enabled":true,"sslRequired":"none",
             "clients":[{"clientId":"lingdian","publicClient":true,"standardFlowEnabled":true,
               "redirectUris":["http://lingdian.example/sign-in/provider/callback"],
               "attributes":{"pkce.code.challenge.method":"S256"},
               "protocolMappers":[%s,%s,%s]}],
             "users":[{"username":"wang.li","enabled":true,"email":"wang.li@example.org","emailVerified":true,
               "firstName":"Li","lastName":"Wang","credentials":[{"type":"password","value":"correct horse"}]}]}
            """.formatted(claim("role", "inspector"), claim("authority", "culture"), claim("region", "360400"));

    private static Process keycloak;
    private static String issuer;
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        int port = freePort();
        issuer = "http://localhost:" + port + "/realms/lingdian";
        Path imports = Files.createDirectories(HOME.resolve("data/import"));
        Files.writeString(imports.resolve("lingdian.json"), REALM);
        var command = new ProcessBuilder(
                        HOME.resolve("bin/kc.sh").toString(),
                        "start-dev",
                        "--import-realm",
                        "--http-host=127.0.0.1",
                        "--http-port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(HOME.resolve("keycloak.log").toFile());
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        // Keycloak's Byte Buddy does not know the newest Java, but works with it.
        command.environment().put("JAVA_OPTS_APPEND", "-Dnet.bytebuddy.experimental=true");
        keycloak = command.start();
        awaitKeycloak();
        here = new RunningSignIn("""
                  publicUrl: http://lingdian.example
                  provider:
                    issuer: %s
                    clientId: lingdian
                    provision: true
                    roles: {inspector: regulator}
                """.formatted(issuer));
    }

    @AfterAll
    static void stop() throws Exception {
        if (here != null) {
            here.close();
        }
        keycloak.descendants().forEach(ProcessHandle::destroy);
        keycloak.destroy();
    }

    @Test
    void aPersonOfTheRealmComesIn() throws Exception {
        Browser browser = here.browser();
        String back = authorize(browser.get("/sign-in/provider").location());

        assertThat(browser.get(back).status()).isEqualTo(200);
        assertThat(browser.get("/sign-in/account").text()).contains("Li Wang").contains("监管人员");
        assertThat(browser.get("/api/v1/violations").status()).isEqualTo(200);
        assertThat(here.browser().get(back).status())
                .as("a second time, by another")
                .isEqualTo(403);
    }

    /** Fills in Keycloak's own form. */
    private static String authorize(String address) throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpResponse<String> page =
                client.send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        HttpRequest typed = HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Cookie", cookies(page))
                .POST(BodyPublishers.ofString("username=wang.li&password=correct+horse&credentialId="))
                .build();
        HttpResponse<String> sent = client.send(typed, BodyHandlers.ofString());
        URI back = URI.create(sent.headers().firstValue("Location").orElseThrow(() -> new AssertionError(sent.body())));
        return back.getRawPath() + "?" + back.getRawQuery();
    }

    /** Java's cookie handler, unlike browsers, sends no Secure cookies to localhost over HTTP. */
    private static String cookies(HttpResponse<String> page) {
        return page.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.split(";", 2)[0])
                .collect(Collectors.joining("; "));
    }

    private static void awaitKeycloak() throws Exception {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest asked = HttpRequest.newBuilder(URI.create(issuer + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        Instant end = Instant.now().plusSeconds(240);
        while (!answers(client, asked)) {
            assertThat(keycloak.isAlive()).as("see keycloak.log").isTrue();
            assertThat(Instant.now()).as("Keycloak did not start").isBefore(end);
            keycloak.waitFor(500, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean answers(HttpClient client, HttpRequest asked) throws InterruptedException {
        try {
            return client.send(asked, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static String claim(String name, String value) {
        return """
                {"name":"%1$s","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper",
                 "config":{"claim.name":"%1$s","claim.value":"%2$s","jsonType.label":"String",
                   "id.token.claim":"true","access.token.claim":"true"}}""".formatted(name, value);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
