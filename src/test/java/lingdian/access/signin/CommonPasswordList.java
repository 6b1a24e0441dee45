package lingdian.access.signin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the list of common passwords. Run it after a change here; a test compares the list with it.
 *
 * <p>Published lists of leaked passwords have few of twelve characters or more, and nearly all of those are made in a few
 * ways: a well-known word or name with a year, a count or a lucky number; two words or one word twice; a walk over the
 * keyboard; digits in an order. This makes all of them from words that people of this service would think of.
 */
final class CommonPasswordList {
    static final Path FILE = Path.of("src/main/resources/lingdian/access/signin/common-passwords.txt");

    private static final int LEAST_CHARACTERS = 12; // shorter ones are refused by their length
    private static final int MOST_CHARACTERS = 24;

    /** Words of published lists of frequent passwords. */
    private static final List<String> ENGLISH = words("""
            password passw0rd p@ssw0rd p@ssword welcome qwerty admin administrator letmein iloveyou dragon monkey
            football baseball basketball superman batman sunshine princess master shadow michael jordan computer
            internet hello freedom whatever trustno1 starwars pokemon changeme default secret security login user root
            test guest system manager service server network windows microsoft google samsung apple huawei xiaomi
            tencent alibaba baidu wechat taobao abcdef abc123 a1b2c3 asdfgh zxcvbn office police inspector database
            """);

    /** Pinyin of words, names and places that people here would think of. */
    private static final List<String> PINYIN = words("""
            woaini woaiwojia zhongguo zhonghua zhongguoren renmin beijing shanghai guangzhou shenzhen jiangxi nanchang
            ruichang jiujiang hangzhou chengdu wuhan chongqing tianjin nanjing changjiang huanghe wangba wangguan
            wangbaguanli wenhua wenhuaju gongan gonganju jingcha jiandu zhifa jiancha jianguan guanli guanliyuan mima
            wodemima yonghu xitong lingdian lingdianwangba shiming shimingzhi dengji weichengnian xiaoming zhangsan lisi
            wangwu laoban xinnian xinniankuaile gongxifacai nihao nihaoma wangzhe yingxiong lianmeng youxi diannao
            """);

    private static final List<String> PIECES = words("""
            1 12 123 1234 12345 123456 1234567 12345678 123456789 1234567890 01 001 007 11 111 1111
            111111 000 0000 000000 66 666 6666 666666 88 888 8888 888888 99 999 520 521 1314 5201314 168
            518 abc abc123 ! !! !@# !@#$ !@#$% @123 @1234 @12345 @123456 #123 .123 _123 123! 1234! 12345!
            123456! 1! 1q2w3e 1qaz2wsx qwe qwe123 qwerty asd123
            """);

    private static final List<String> YEARS = IntStream.rangeClosed(2000, 2030)
            .boxed()
            .flatMap(year -> Stream.of(year.toString(), "@" + year))
            .toList();

    /** Rows and columns of a keyboard, along which fingers walk. */
    private static final List<String> WALKS = words("""
            qwertyuiop asdfghjkl zxcvbnm 1234567890 !@#$%^&*() qwertyuiop[]\\ asdfghjkl;' 1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik
            qazwsxedcrfvtgbyhnujmikolp 1q2w3e4r5t6y7u8i9o0p q1w2e3r4t5y6u7i8o9p0 qawsedrftgyhujikolp zaqxswcdevfrbgtnhymj
            0987654321 poiuytrewq lkjhgfdsa mnbvcxz 147258369 159357 abcdefghijklmnopqrstuvwxyz
            """);

    private CommonPasswordList() {}

    public static void main(String[] arguments) throws Exception {
        Files.write(FILE, lines());
    }

    /** The whole list, in order, with a line on how it came about. */
    static List<String> lines() {
        var passwords = new TreeSet<String>();
        List<String> bases = Stream.concat(ENGLISH.stream(), PINYIN.stream()).toList();
        bases.forEach(base -> YEARS.forEach(year -> add(passwords, base + year)));
        bases.forEach(base -> PIECES.forEach(piece -> {
            add(passwords, base + piece);
            add(passwords, piece + base);
        }));
        bases.forEach(
                base -> List.of("", "123", "@", "_", "2008").forEach(middle -> add(passwords, base + middle + base)));
        walks(passwords);
        digits(passwords);
        return Stream.concat(Stream.of("# Made by CommonPasswordList; compared without case."), passwords.stream())
                .toList();
    }

    /** Pieces of walks, and two walks one after the other. */
    private static void walks(Set<String> passwords) {
        for (String walk : WALKS) {
            for (int length = LEAST_CHARACTERS; length <= Math.min(walk.length(), 16); length++) {
                for (int from = 0; from + length <= walk.length(); from++) {
                    add(passwords, walk.substring(from, from + length));
                }
            }
            add(passwords, walk + walk);
            for (int length = 6; length <= Math.min(10, walk.length()); length++) {
                for (String other : WALKS) {
                    if (other.length() >= length) {
                        add(passwords, walk.substring(0, length) + other.substring(0, length));
                    }
                }
            }
        }
    }

    /** Digits in an order, repeated, in pairs, and as dates. */
    private static void digits(Set<String> passwords) {
        String order = "12345678901234567890";
        for (int from = 0; from < 10; from++) {
            for (int length = LEAST_CHARACTERS; from + length <= order.length(); length++) {
                add(passwords, order.substring(from, from + length));
                add(
                        passwords,
                        new StringBuilder(order.substring(from, from + length))
                                .reverse()
                                .toString());
            }
        }
        for (String piece :
                words("123 321 1234 4321 123456 654321 112233 121212 520 1314 5201314 147 258 369 159 888 666")) {
            for (int times = 2; times <= 6; times++) {
                add(passwords, piece.repeat(times));
            }
        }
        add(passwords, "112233445566");
        add(passwords, "11223344556677");
        add(passwords, "1122334455667788");
        add(passwords, "111222333444");
        add(passwords, "111222333444555");
        for (int year = 1970; year <= 2015; year++) {
            for (String day : words("0101 0214 0501 0808 1001 1212 1225")) {
                add(passwords, "woaini" + year + day);
                add(passwords, year + day + year + day);
            }
        }
    }

    private static void add(Set<String> passwords, String password) {
        if (password.length() >= LEAST_CHARACTERS && password.length() <= MOST_CHARACTERS) {
            passwords.add(password);
        }
    }

    private static List<String> words(String text) {
        return List.of(text.strip().split("\\s+"));
    }
}
