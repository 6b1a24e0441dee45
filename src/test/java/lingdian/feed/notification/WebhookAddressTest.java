package lingdian.feed.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that chooses an address must not make the service send requests to hosts inside its network. */
class HookAddressTest {
    private final WebhookAddress addresses = new WebhookAddress(List.of("hooks.inside.example", "127.0.0.1"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=633a31f6-7f9c-4bc4-97a0-0ec1eefa5898",
                "https://oapi.dingtalk.com/robot/send?access_token=XXXXXX",
                "https://hooks.example:8443",
                "https://[2606:4700::1111]/",
                "http://hooks.inside.example/a",
                "http://HOOKS.inside.example:8080/a",
                "http://127.0.0.1:1234/a",
            })
    void takesHttpsAndWhatIsConfigured(String url) {
        assertThat(addresses.parse(url)).contains(URI.create(url));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hooks.example/a",
                "http://hooks.inside.example.evil.example/a",
                "http://127.0.0.2/a",
                "ftp://hooks.inside.example/a",
                "file:///etc/passwd",
                "https:///a",
                "https:hooks.example",
                "//hooks.example/a",
                "https://user@hooks.example/a",
                "https://user:word@hooks.example/a",
                "https://hooks.example/a#b",
                "https://hooks.example:0/a",
                "https://hooks.example:65536/a",
                "https://hooks .example/a",
                "https://hooks.example/a\nHost: b",
                "https://0x7f.1/",
                "",
            })
    void refusesEverythingElse(String url) {
        assertThat(addresses.parse(url)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1.1.1.1", "100.63.255.255", "100.128.0.0", "172.32.0.1", "223.255.255.255", "2606:4700::1111"})
    void aPublicNumberMayBeSpokenTo(String number) throws Exception {
        assertThat(WebhookAddress.isPublic(InetAddress.getByName(number))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.255.255.255",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.0.1",
                "198.19.0.1",
                "198.51.100.1",
                "203.0.113.1",
                "224.0.0.1",
                "240.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "::ffff:10.0.0.1",
                "64:ff9b::a00:1",
                "fc00::1",
                "fd12::1",
                "fe80::1",
                "fec0::1",
                "ff02::1",
                "2001::1",
                "2001:db8::1",
                "2002:a00:1::1",
                "3fff::1"
            })
    void aNumberInsideMayNot(String number) throws Exception {
        InetAddress address = InetAddress.getByName(number);

        assertThat(WebhookAddress.isPublic(address)).isFalse();
        assertThat(addresses.mayBe(URI.create("https://hooks.example/"), address))
                .isFalse();
        assertThat(addresses.mayBe(URI.create("https://hooks.inside.example/"), address))
                .isTrue();
    }
}
