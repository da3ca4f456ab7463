"""Files as people really keep them: read when they can be, refused by line and column when not."""

import pytest
from click.testing import CliRunner

from loslaten.brain.diary import read_diary
from loslaten.brain.log import read_log
from loslaten.brain.moment import Moment
from loslaten.cli import main


@pytest.fixture
def write(tmp_path):
    def write_(text, name="diary.csv", encoding="utf-8"):
        (tmp_path / name).write_text(text, encoding=encoding)
        return tmp_path / name

    return write_


@pytest.fixture
def loslaten():
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def days_of(rating, n=20):
    return "".join(f"{day}.4,{rating}\n" for day in range(n))


def test_people_and_times_are_put_in_order(write):
    diary = read_diary(write("person,time,rating\nbram,2,3\nanna,5,1\nbram,1,7\nanna,4.5,10\n"))
    assert diary.people == ("bram", "anna")
    assert diary.series[0].levels.tolist() == [7, 3]
    assert diary.series[1].times.tolist() == [4.5, 5.0]


def test_equal_times_keep_the_files_order_and_empty_ratings_are_counted(write):
    diary = read_diary(write("person,time,rating\na,1,3\na,1,9\na,2,\na,3,NA\n"))
    assert diary.series[0].levels.tolist() == [3, 9]
    assert diary.n_missing == 2


def test_columns_in_any_order_a_byte_order_mark_and_blank_lines_are_fine(write):
    diary = read_diary(write("\ufeffRating, person ,time,note\n4,a,2026-11-23T08:30,\n\n5,a,2026-11-23 09:30,x\n"))
    assert diary.series[0].levels.tolist() == [4, 5]
    assert diary.series[0].times[1] - diary.series[0].times[0] == pytest.approx(1 / 24)


def test_a_time_zone_is_taken_into_account(write):
    text = "person,time,rating\na,2026-10-25T02:30+02:00,4\na,2026-10-25T02:10+01:00,5\na,2026-10-25T01:30Z,6\n"
    assert read_diary(write(text)).series[0].levels.tolist() == [4, 5, 6]


@pytest.mark.parametrize(
    ("low", "high", "ratings", "levels", "n_levels"),
    [
        (0, 100, ("0", "49", "51", "55", "100"), [0, 5, 5, 6, 10], 11),
        (1, 7, ("1", "4", "7"), [0, 3, 6], 7),
        (1, 7, ("1", "2.5", "7"), [0, 3, 10], 11),
        (-3, 3, ("-3", "0", "3"), [0, 3, 6], 7),
        (0, 10, ("0", "10"), [0, 10], 11),
        (0, 1, ("0", "0.24", "1"), [0, 2, 10], 11),
    ],
)
def test_every_scale_keeps_its_own_levels_up_to_eleven(write, low, high, ratings, levels, n_levels):
    text = "person,time,rating\n" + "".join(f"a,{day},{rating}\n" for day, rating in enumerate(ratings))
    diary = read_diary(write(text), low=low, high=high)
    assert diary.series[0].levels.tolist() == levels
    assert diary.n_levels == n_levels


def test_seven_levels_stretched_to_eleven_are_recognised(write):
    ratings = [round(level * 10 / 6) for level in range(7)] * 20
    text = "person,time,rating\n" + "".join(f"a,{day},{rating}\n" for day, rating in enumerate(ratings))
    diary = read_diary(write(text))
    assert diary.n_levels == 7
    assert diary.series[0].levels.tolist() == list(range(7)) * 20


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1: no column person; the header is empty"),
        ("person,time\na,1\n", "line 1: no column rating"),
        ("person,time,rating\n", "there is no rating in it"),
        ("person,time,rating\na,1,\n", "there is no rating in it"),
        ("person,time,rating\na,1,5\na,2,eleven\n", "line 3, column rating: 'eleven' is not a number"),
        ("person,time,rating\na,1,10.5\n", "line 2, column rating: '10.5' is not on the scale from 0 to 10"),
        ("person,time,rating\na,1,inf\n", "line 2, column rating: 'inf' is not on the scale"),
        ("person,time,rating\na,yesterday,5\n", "line 2, column time: 'yesterday' is neither"),
        ("person,time,rating\na,,5\n", "line 2, column time: '' is neither"),
        ("person,time,rating\na,nan,5\n", "line 2, column time: 'nan' is not a moment"),
        (
            "person,time,rating\na,1,5\na,2026-11-23,5\n",
            "line 3, column time: '2026-11-23' is a date without a time zone where",
        ),
        (
            "person,time,rating\na,2026-11-23T09:00Z,5\na,2026-11-23T09:30,5\n",
            "line 3, column time: '2026-11-23T09:30' is a date without a time zone",
        ),
        ("person,time,rating\na,1,5\na,2\n", "line 3: 2 fields where the header has 3 columns"),
        ('person,time,rating\n"a\nb",1,5\nc,1,99\n', "line 4, column rating: '99'"),
    ],
)
def test_what_cannot_be_is_named_by_file_line_and_column(write, loslaten, text, said):
    file = write(text)
    with pytest.raises(ValueError, match=r"diary\.csv") as refused:
        read_diary(file)
    assert said in str(refused.value)
    answer = loslaten("brain", "score", file)
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert said in answer.stderr
    assert answer.stdout == ""


def test_text_of_another_encoding_is_named(write, loslaten):
    answer = loslaten("brain", "score", write("person,time,rating\nzoë,1,5\n", encoding="latin-1"))
    assert answer.exit_code == 2
    assert "line 2: this is not UTF-8 text" in answer.stderr


@pytest.mark.parametrize("ends", [("--low", "5", "--high", "5"), ("--low", "nan"), ("--high", "inf")])
def test_a_scale_must_run_upwards(write, loslaten, ends):
    answer = loslaten("brain", "score", *ends, write("person,time,rating\na,1,5\na,2,5\n"))
    assert answer.exit_code == 2
    assert "--low" in answer.stderr


def test_a_file_that_is_not_there(loslaten, tmp_path):
    answer = loslaten("brain", "score", tmp_path / "nowhere.csv")
    assert answer.exit_code == 2
    assert "nowhere.csv" in answer.stderr


def test_scoring_ends_with_one_line_per_diary(write, loslaten):
    lines = [f"{person},{day},{(day * (person + 2)) % 7}" for person in range(6) for day in range(12)]
    files = [write("person,time,rating\n" + "\n".join(lines) + "\n", name) for name in ("one.csv", "two.csv")]
    answer = loslaten("brain", "score", *files)
    assert answer.exit_code == 0, answer.stderr
    verdicts = [line for line in answer.stdout.splitlines() if "of best baseline" in line]
    assert [line.split()[0] for line in verdicts] == ["one", "two"]
    assert answer.stdout.splitlines()[-1] == verdicts[-1]
    assert answer.stdout.count("random-intercept AR(1)  ") == 2


def test_a_log_with_everything_in_it(write):
    file = write(
        "time,tension_before,path,steps,tension_after,pattern,context\n"
        "1.5,7,pause,welcome breathe,4,phone,work\n2.5,6,,,,,\n"
    )
    assert read_log(file) == [
        Moment(1.5, 7, "pause", ("welcome", "breathe"), 4, "phone", "work"),
        Moment(2.5, 6),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2,11,,,", "line 3, column tension_before: '11' is not on the scale"),
        ("2,3.5,,,", "line 3, column tension_before: '3.5' is not a whole number"),
        ("2,,,,", "line 3, column tension_before: '' is not a number"),
        ("2,nan,,,", "line 3, column tension_before: 'nan' is not on the scale"),
        ("0.5,4,,,", "line 3, column time: '0.5' runs backwards"),
        ("1,4,,,", "line 3, column time: '1' is the same moment as the line before"),
        ("2,4,sideways,,", "line 3, column path: 'sideways' is not a path"),
        ("2,4,new,dance,", "line 3, column steps: 'dance' has the step 'dance'"),
        ("2,4,new,,12", "line 3, column tension_after: '12' is not on the scale"),
    ],
)
def test_a_wrong_line_in_a_log_is_named(write, loslaten, row, said):
    file = write(f"time,tension_before,path,steps,tension_after\n1,5,new,welcome,3\n{row}\n", "log.csv")
    answer = loslaten("brain", "predict", file)
    assert answer.exit_code == 2
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1
    assert answer.stdout == ""


def test_two_peoples_diary_is_no_log(write, loslaten):
    answer = loslaten("brain", "predict", write("person,time,rating\na,1,5\nb,2,5\n"))
    assert answer.exit_code == 2
    assert "is a second person" in answer.stderr


def test_a_log_without_ratings_says_which_column_it_wants(write, loslaten):
    answer = loslaten("brain", "predict", write("time,mood\n1,5\n"))
    assert "line 1: no column tension_before" in answer.stderr
    assert "no moment in it" in loslaten("brain", "predict", write("time,tension_before\n")).stderr


def test_predicting_shows_chances_and_says_what_they_mean(write, loslaten):
    answer = loslaten("brain", "predict", write("time,rating\n" + days_of(3)))
    assert answer.exit_code == 0, answer.stderr
    chances = [float(line.split()[1]) for line in answer.stdout.splitlines()[1:12]]
    assert sum(chances) == pytest.approx(1, abs=0.01)
    assert chances[3] == max(chances)
    assert "Of 10 such moments we expect" in answer.stdout


def test_a_moment_in_the_past_or_none_at_all_is_refused(write, loslaten):
    log = write("time,rating\n" + days_of(3))
    past = loslaten("brain", "predict", "--at", "3", log)
    assert past.exit_code == 2
    assert "--at" in past.stderr
    assert "backwards" in past.stderr
    assert loslaten("brain", "predict", "--at", "tomorrow", log).exit_code == 2
