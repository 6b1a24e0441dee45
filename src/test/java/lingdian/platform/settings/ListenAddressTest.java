package lingdian.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ListenAddressTest {
    @Test
    void aWildcardIsReachedByTheLoopbackAddress() {
        var address = new ListenAddress("http", "0.0.0.0", 8080);

        assertThat(address.url()).isEqualTo("http://127.0.0.1:8080");
        assertThat(address).hasToString("0.0.0.0:8080 (all interfaces)");
        assertThat(new ListenAddress("http", "::", 80)).hasToString("[::]:80 (all interfaces)");
    }

    @Test
    void anAddressIsReachedByItself() {
        assertThat(new ListenAddress("https", "10.1.2.3", 443).url()).isEqualTo("https://10.1.2.3:443");
        assertThat(new ListenAddress("http", "::1", 8080).url()).isEqualTo("http://[::1]:8080");
        assertThat(new ListenAddress("http", "127.0.0.1", 8080)).hasToString("127.0.0.1:8080");
    }
}
