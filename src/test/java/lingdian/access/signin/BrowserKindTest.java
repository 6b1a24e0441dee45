package lingdian.access.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrowserKindTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36 | chrome windows | Chrome · Windows",
                "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36 Edg/130.0 | edge windows | Edge · Windows",
                "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0 | firefox linux | Firefox · Linux",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1 | safari iphone | Safari · iPhone",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/130.0 Mobile/15E148 Safari/604.1 | chromeios iphone | Chrome · iPhone",
                "Mozilla/5.0 (Linux; Android 14; V2) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36 MicroMessenger/8.0 | wechat android | WeChat · Android",
                "Mozilla/5.0 (Windows NT 10.0) Something/1 | other windows | Windows",
                "Firefox/1 | firefox other | Firefox",
                "curl/8.5 | other other | -",
                "'' | other other | -",
            })
    void aBrowserIsKnownByWhatItsOwnerWouldCallIt(String userAgent, String word, String label) {
        BrowserKind browser = BrowserKind.of(userAgent);

        assertThat(browser.word()).isEqualTo(word);
        assertThat(browser.label().orElse(null)).isEqualTo(label);
        assertThat(BrowserKind.ofWord(word)).isEqualTo(browser);
    }

    @Test
    void eachWordIsOneBrowsersAndAnyOtherIsUnknown() {
        assertThat(Arrays.stream(BrowserKind.Family.values())
                        .flatMap(family -> Arrays.stream(BrowserKind.Platform.values())
                                .map(platform -> new BrowserKind(family, platform).word())))
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z]+ [a-z]+"));
        assertThat(BrowserKind.ofWord("netscape amiga").label()).isEmpty();
    }
}
