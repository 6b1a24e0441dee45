package lingdian.access.signin;

import static lingdian.access.signin.RunningSignIn.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import lingdian.testing.Browser;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Nobody can keep a person out by guessing at their name, and nobody can guess for long. */
class LockOutIT {
    private static final String CAFE = "36048110000001";
    private static final int FOR_ACCOUNT = 3;
    private static final int FROM_ANYWHERE = 8;
    private static RunningSignIn here;

    @BeforeAll
    static void start() throws Exception {
        here = new RunningSignIn(
                "  lockOut: {forAccount: " + FOR_ACCOUNT + ", forAccountFromAnywhere: " + FROM_ANYWHERE + "}\n");
        here.service.cafe(CAFE, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        here.close();
    }

    @Test
    void aGuesserLocksOutTheirOwnAddressOnly() {
        here.operator("address.person", CAFE);
        guess("address.person", "192.0.2.1", FOR_ACCOUNT);

        assertThat(status(here.browser().at("192.0.2.1"), "address.person")).isEqualTo(429);
        assertThat(status(here.browser().at("192.0.2.2"), "address.person")).isEqualTo(303);
    }

    /** Addresses of one IPv6 network are one subscriber's. */
    @Test
    void anotherAddressOfTheSameNetworkIsLockedOutToo() {
        here.operator("network.person", CAFE);
        guess("network.person", "2001:db8:1:2::1", FOR_ACCOUNT);

        assertThat(status(here.browser().at("2001:db8:1:2:ffff::9"), "network.person"))
                .isEqualTo(429);
        assertThat(status(here.browser().at("2001:db8:1:3::1"), "network.person"))
                .isEqualTo(303);
    }

    @Test
    void manyAddressesTogetherLockOutStrangersButNoKnownDevice() {
        here.operator("hunted.person", CAFE);
        Browser known = signedIn("hunted.person");
        for (int i = 0; i < FROM_ANYWHERE; i++) {
            guess("hunted.person", "198.51.100." + i, 1);
        }

        assertThat(status(here.browser(), "hunted.person")).isEqualTo(429);
        assertThat(status(known, "hunted.person")).isEqualTo(303);
        assertThat(status(here.browser(), "hunted.person"))
                .as("the known device's success does not free those who guess")
                .isEqualTo(429);
    }

    /** The guesser sits behind the same address. */
    @Test
    void aKnownDeviceIsNotLockedOutByItsNeighbour() {
        here.operator("neighbour.person", CAFE);
        Browser known = signedIn("neighbour.person").at("192.0.2.9");
        guess("neighbour.person", "192.0.2.9", FOR_ACCOUNT);

        assertThat(status(here.browser().at("192.0.2.9"), "neighbour.person")).isEqualTo(429);
        assertThat(status(known, "neighbour.person")).isEqualTo(303);
    }

    /** A stolen device permits no more guesses than an address. */
    @Test
    void aKnownDeviceIsLockedOutByItsOwnFailures() {
        here.operator("thief.victim", CAFE);
        Browser stolen = signedIn("thief.victim");
        for (int i = 0; i < FOR_ACCOUNT; i++) {
            assertThat(stolen.signIn("thief.victim", "guess number " + i, "").status())
                    .isEqualTo(403);
        }
        assertThat(status(stolen, "thief.victim")).isEqualTo(429);
        assertThat(status(here.browser(), "thief.victim"))
                .as("elsewhere its owner can still sign in")
                .isEqualTo(303);
    }

    @Test
    void aDeviceIsKnownForItsOwnPeopleOnly() {
        here.operator("first.person", CAFE);
        here.operator("second.person", CAFE);
        Browser shared = signedIn("first.person").at("192.0.2.20");
        guess("second.person", "192.0.2.20", FOR_ACCOUNT);
        assertThat(status(shared, "second.person"))
                .as("not known for this name")
                .isEqualTo(429);

        here.wait(Duration.ofMinutes(1));
        assertThat(status(shared, "second.person")).isEqualTo(303);
        guess("first.person", "192.0.2.20", FOR_ACCOUNT);
        guess("second.person", "192.0.2.20", FOR_ACCOUNT);
        assertThat(status(shared, "first.person")).isEqualTo(303);
        assertThat(status(shared, "second.person")).isEqualTo(303);
    }

    @Test
    void aNewPasswordMakesAllOtherDevicesUnknown() {
        here.operator("changing.person", CAFE);
        Browser other = signedIn("changing.person").at("192.0.2.30");
        Browser own = signedIn("changing.person").at("192.0.2.30");
        String changed = "another battery of horses";
        own.get("/sign-in/password");
        assertThat(own.post("/sign-in/password", Map.of("current", PASSWORD, "password", changed, "again", changed))
                        .location())
                .matches("/sign-in\\?set=[\\w-]{43}&name=changing\\.person");
        guess("changing.person", "192.0.2.30", FOR_ACCOUNT);

        assertThat(other.signIn("changing.person", changed, "").status()).isEqualTo(429);
        assertThat(own.signIn("changing.person", changed, "").status()).isEqualTo(303);
    }

    /** Strangers can keep a name locked out for good: an invitation leads past them. */
    @Test
    void whoeverSetThePasswordByAnInvitationIsNotLockedOut() {
        String id = here.operator("kept.out.person", CAFE);
        for (int i = 0; i < FROM_ANYWHERE; i++) {
            guess("kept.out.person", "198.51.101." + i, 1);
        }
        assertThat(status(here.browser(), "kept.out.person")).isEqualTo(429);
        String changed = "another battery of horses";
        Browser invited = here.browser();
        invited.get(here.admin("POST", "/api/v1/accounts/" + id + "/invitation", new JsonObject())
                .getString("path"));
        invited.post("/sign-in/invitation", Map.of("password", changed, "again", changed));

        assertThat(invited.signIn("kept.out.person", changed, "").status()).isEqualTo(303);
        assertThat(here.browser().signIn("kept.out.person", changed, "").status())
                .as("anywhere else")
                .isEqualTo(429);
    }

    @Test
    void whatNobodyCouldCheckIsNoFailure() {
        here.operator("unlucky.person", CAFE);
        Browser known = signedIn("unlucky.person");
        String hash = here.rows(ofHash("SELECT hash")).getFirst();
        here.execute(ofHash("UPDATE password SET hash = '$argon2id$v=19$x'"));
        for (int i = 0; i < FOR_ACCOUNT; i++) {
            assertThat(status(known, "unlucky.person")).isEqualTo(500);
            assertThat(status(here.browser().at("192.0.2.40"), "unlucky.person"))
                    .isEqualTo(500);
        }
        here.execute(ofHash("UPDATE password SET hash = '" + hash + "'"));

        assertThat(status(known, "unlucky.person")).isEqualTo(303);
        assertThat(status(here.browser().at("192.0.2.40"), "unlucky.person")).isEqualTo(303);
    }

    private static String ofHash(String statement) {
        return statement + (statement.startsWith("SELECT") ? " FROM password" : "")
                + " WHERE account = (SELECT id FROM account WHERE sign_in_name = 'unlucky.person')";
    }

    /** A stolen session guesses no better than a stranger, from however many addresses. */
    @Test
    void theCurrentPasswordIsGuessedAtNoBetter() {
        here.operator("session.victim", CAFE);
        Browser stolen = signedIn("session.victim");
        stolen.cookies().remove("lingdian-device");
        for (int i = 0; i < FROM_ANYWHERE; i++) {
            assertThat(change(stolen.at("203.0.113." + i), "guess number " + i)).isEqualTo(403);
        }
        assertThat(change(stolen.at("203.0.113.99"), PASSWORD))
                .as("even the right one, from yet another address")
                .isEqualTo(403);
    }

    /** Nor does a stolen device. */
    @Test
    void theCurrentPasswordIsGuessedAtNoBetterOnAKnownDevice() {
        here.operator("device.victim", CAFE);
        Browser stolen = signedIn("device.victim");
        for (int i = 0; i < FOR_ACCOUNT; i++) {
            assertThat(change(stolen.at("203.0.113." + (100 + i)), "guess number " + i))
                    .isEqualTo(403);
        }
        assertThat(change(stolen.at("203.0.113.199"), PASSWORD)).isEqualTo(403);
    }

    /** The same password is asked for before a second factor. */
    @Test
    void thePasswordForASecondFactorIsGuessedAtNoBetter() {
        here.operator("factor.victim", CAFE);
        Browser stolen = signedIn("factor.victim");
        stolen.get("/sign-in/second-factor");
        for (int i = 0; i < FOR_ACCOUNT; i++) {
            assertThat(beginFactor(stolen, "guess number " + i)).isEqualTo(403);
        }
        assertThat(beginFactor(stolen, PASSWORD)).isEqualTo(403);
        here.wait(Duration.ofMinutes(1));
        assertThat(beginFactor(stolen, PASSWORD)).isEqualTo(200);
    }

    private static int beginFactor(Browser browser, String current) {
        return browser.post("/sign-in/second-factor", Map.of("current", current))
                .status();
    }

    private static int change(Browser browser, String current) {
        String changed = "another battery of horses";
        browser.get("/sign-in/password");
        return browser.post("/sign-in/password", Map.of("current", current, "password", changed, "again", changed))
                .status();
    }

    @Test
    void theCookieOfADevicePermitsNothingAndIsNotStored() {
        here.operator("cookie.person", CAFE);
        Browser known = signedIn("cookie.person");
        String device = known.cookies().get("lingdian-device");
        assertThat(device).hasSize(43);
        assertThat(here.rows("SELECT id_hash::text FROM known_device"))
                .isNotEmpty()
                .noneMatch(device::equals);

        Browser thief = here.browser();
        thief.cookies().put("lingdian-device", device);
        assertThat(thief.get("/sign-in/account").location()).isEqualTo("/sign-in");
        assertThat(thief.get("/api/v1/cafes").status()).isEqualTo(401);
    }

    private static Browser signedIn(String name) {
        Browser browser = here.browser();
        assertThat(status(browser, name)).isEqualTo(303);
        return browser;
    }

    private static void guess(String name, String address, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(here.browser()
                            .at(address)
                            .signIn(name, "guess number " + i, "")
                            .status())
                    .isEqualTo(403);
        }
    }

    private static int status(Browser browser, String name) {
        return browser.signIn(name, PASSWORD, "").status();
    }
}
