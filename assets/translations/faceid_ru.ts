<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru">
<context>
    <name>AttackPage</name>
    <message>
        <source>Another model judges now: the trial begins anew.</source>
        <translation>Теперь судит другая модель: проверка начинается заново.</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Begin, pause, or go on</source>
        <translation>Начать, приостановить или продолжить</translation>
    </message>
    <message>
        <source>Do this step anew</source>
        <translation>Повторить этот шаг</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Hold it there…</source>
        <translation>Держите так…</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Загрузка…</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Далее</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Сохранено: {name}.</translation>
    </message>
    <message>
        <source>See the report</source>
        <translation>Показать отчёт</translation>
    </message>
    <message>
        <source>Skip this step</source>
        <translation>Пропустить этот шаг</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Take it away, and show it again.</source>
        <translation>Уберите и покажите снова.</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Обучить…</translation>
    </message>
</context>
<context>
    <name>AttackStage</name>
    <message>
        <source>Create a profile and enrol; then try here what gets in as you.</source>
        <translation>Создайте профиль и сделайте снимки, а потом попробуйте здесь, что сойдёт за вас.</translation>
    </message>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Nobody to attack yet</source>
        <translation>Пока некого подделывать</translation>
    </message>
</context>
<context>
    <name>AttackWords</name>
    <message>
        <source>No attack was tried</source>
        <translation>Подделок не показывали</translation>
    </message>
    <message>
        <source>Nothing you tried passed</source>
        <translation>Ни одна подделка не прошла</translation>
    </message>
    <message>
        <source>Only you were shown to the camera.</source>
        <translation>Камере показывали только вас.</translation>
    </message>
    <message>
        <source>The guard could not tell</source>
        <translation>Защита не смогла ответить</translation>
    </message>
    <message>
        <source>The weakest point: {species}</source>
        <translation>Самое слабое место: «{species}»</translation>
    </message>
    <message>
        <source>{count} of {of} accepted</source>
        <translation>Принято: {count} из {of}</translation>
    </message>
    <message>
        <source>{count} of {of} refused</source>
        <translation>Отказов: {count} из {of}</translation>
    </message>
</context>
<context>
    <name>AttemptsCard</name>
    <message>
        <source>&amp;Erase</source>
        <translation>&amp;Стереть</translation>
    </message>
    <message>
        <source>&amp;Remember attempts</source>
        <translation>&amp;Помнить попытки</translation>
    </message>
    <message>
        <source>Erased.</source>
        <translation>Стёрто.</translation>
    </message>
    <message>
        <source>Keeps the numbers of the last 200 attempts, never a picture, to show what other thresholds would have changed.</source>
        <translation>Хранятся числа последних 200 попыток, но не снимки: так видно, что изменили бы другие пороги.</translation>
    </message>
    <message>
        <source>Remove what was kept of attempts.</source>
        <translation>Удалить всё, что сохранено о попытках.</translation>
    </message>
    <message>
        <source>Show all {count}</source>
        <translation>Показать все: {count}</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Показать меньше</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Вернуть</translation>
    </message>
</context>
<context>
    <name>AttemptsView</name>
    <message numerus="yes">
        <source>%n attempt(s) are damaged and left out.</source>
        <translation>
            <numerusform>%n попытка повреждена и не учтена.</numerusform>
            <numerusform>%n попытки повреждены и не учтены.</numerusform>
            <numerusform>%n попыток повреждено и не учтено.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n attempt(s) were made with another network and cannot be tried again.</source>
        <translation>
            <numerusform>%n попытка сделана с другой сетью, повторить её нельзя.</numerusform>
            <numerusform>%n попытки сделаны с другой сетью, повторить их нельзя.</numerusform>
            <numerusform>%n попыток сделано с другой сетью, повторить их нельзя.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n match(es) become no match</source>
        <translation>
            <numerusform>%n совпадение пропало бы</numerusform>
            <numerusform>%n совпадения пропали бы</numerusform>
            <numerusform>%n совпадений пропало бы</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n the other way</source>
        <translation>
            <numerusform>%n, наоборот, появилось бы</numerusform>
            <numerusform>%n, наоборот, появились бы</numerusform>
            <numerusform>%n, наоборот, появилось бы</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n without a match become one</source>
        <translation>
            <numerusform>%n совпадение появилось бы</numerusform>
            <numerusform>%n совпадения появились бы</numerusform>
            <numerusform>%n совпадений появилось бы</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n would change</source>
        <translation>
            <numerusform>изменилась бы %n</numerusform>
            <numerusform>изменились бы %n</numerusform>
            <numerusform>изменилось бы %n</numerusform>
        </translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Совпало</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Не совпало</translation>
    </message>
    <message>
        <source>None yet: the next verdict is the first one.</source>
        <translation>Пока ни одной: первой станет следующий ответ.</translation>
    </message>
    <message numerus="yes">
        <source>Of your last %n attempt(s)</source>
        <translation>
            <numerusform>Из %n последней попытки</numerusform>
            <numerusform>Из %n последних попыток</numerusform>
            <numerusform>Из %n последних попыток</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Your last %n attempt(s) would come out the same.</source>
        <translation>
            <numerusform>%n последняя попытка закончилась бы так же.</numerusform>
            <numerusform>%n последние попытки закончились бы так же.</numerusform>
            <numerusform>%n последних попыток закончились бы так же.</numerusform>
        </translation>
    </message>
    <message>
        <source>{before} {changed}: {how}.</source>
        <translation>{before} {changed}: {how}.</translation>
    </message>
    <message>
        <source>{then} → {now}</source>
        <translation>{then} → {now}</translation>
    </message>
</context>
<context>
    <name>CameraBar</name>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Camera: {name}</source>
        <translation>Камера: {name}</translation>
    </message>
    <message>
        <source>Looking for cameras…</source>
        <translation>Поиск камер…</translation>
    </message>
    <message>
        <source>No camera is connected</source>
        <translation>Камера не подключена</translation>
    </message>
    <message>
        <source>Open a &amp;folder of pictures…</source>
        <translation>Открыть &amp;папку со снимками…</translation>
    </message>
    <message>
        <source>Open a &amp;video file…</source>
        <translation>Открыть &amp;видеофайл…</translation>
    </message>
    <message>
        <source>Use a folder of pictures as camera</source>
        <translation>Папка со снимками вместо камеры</translation>
    </message>
    <message>
        <source>Use a video file as camera</source>
        <translation>Видеофайл вместо камеры</translation>
    </message>
</context>
<context>
    <name>CameraNotices</name>
    <message>
        <source>Camera in use</source>
        <translation>Камера занята</translation>
    </message>
    <message>
        <source>Camera not found</source>
        <translation>Камера не найдена</translation>
    </message>
    <message>
        <source>Camera unplugged</source>
        <translation>Камера отключена</translation>
    </message>
    <message>
        <source>Choose a camera…</source>
        <translation>Выбрать камеру…</translation>
    </message>
    <message>
        <source>Choose another…</source>
        <translation>Выбрать другую…</translation>
    </message>
    <message>
        <source>Connect one, and it starts by itself; or choose a video file or a folder of pictures.</source>
        <translation>Подключите камеру, и она включится сама. Можно выбрать видеофайл или папку со снимками.</translation>
    </message>
    <message>
        <source>No camera</source>
        <translation>Нет камеры</translation>
    </message>
    <message>
        <source>Play again</source>
        <translation>Повторить</translation>
    </message>
    <message>
        <source>Start again</source>
        <translation>Запустить снова</translation>
    </message>
    <message>
        <source>Starting the camera…</source>
        <translation>Камера включается…</translation>
    </message>
    <message>
        <source>Still starting the camera…</source>
        <translation>Камера всё ещё включается…</translation>
    </message>
    <message>
        <source>The camera cannot be used</source>
        <translation>Камеру нельзя использовать</translation>
    </message>
    <message>
        <source>The camera is off</source>
        <translation>Камера выключена</translation>
    </message>
    <message>
        <source>The camera is silent</source>
        <translation>Камера молчит</translation>
    </message>
    <message>
        <source>The picture is black</source>
        <translation>Изображение чёрное</translation>
    </message>
    <message>
        <source>The picture stands still</source>
        <translation>Изображение застыло</translation>
    </message>
    <message>
        <source>The pictures cannot be read</source>
        <translation>Кадры не читаются</translation>
    </message>
    <message>
        <source>The recording has ended</source>
        <translation>Запись закончилась</translation>
    </message>
    <message>
        <source>{message} It goes on by itself as soon as there is light.</source>
        <translation>{message} Всё продолжится само, как только появится свет.</translation>
    </message>
    <message>
        <source>{message} It starts by itself as soon as it is back.</source>
        <translation>{message} Камера включится сама, как только вернётся.</translation>
    </message>
</context>
<context>
    <name>CapturePanel</name>
    <message>
        <source>How you usually look: the reference.</source>
        <translation>Ваш обычный вид, с ним сравнивают.</translation>
    </message>
    <message>
        <source>Pictures taken</source>
        <translation>Сделанные снимки</translation>
    </message>
    <message>
        <source>You again, a little different: must match.</source>
        <translation>Вы же, но чуть иначе: должны совпадать.</translation>
    </message>
</context>
<context>
    <name>ChallengeLight</name>
    <message>
        <source>&amp;Not now</source>
        <translation>&amp;Не сейчас</translation>
    </message>
    <message>
        <source>Press Escape to turn your head instead.</source>
        <translation>Нажмите Escape, чтобы вместо этого повернуть голову.</translation>
    </message>
    <message>
        <source>Turn your head instead (Esc)</source>
        <translation>Вместо этого повернуть голову (Esc)</translation>
    </message>
    <message>
        <source>{step}  ·  Esc: not now</source>
        <translation>{step}  ·  Esc: не сейчас</translation>
    </message>
</context>
<context>
    <name>ChallengeWords</name>
    <message>
        <source>Step {step} of {steps}</source>
        <translation>Шаг {step} из {steps}</translation>
    </message>
    <message>
        <source>{seconds} s</source>
        <translation>{seconds} с</translation>
    </message>
</context>
<context>
    <name>Curves</name>
    <message>
        <source>Curves of loss, precision and recall</source>
        <translation>Кривые потерь, точности и полноты</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Эпоха</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Потери</translation>
    </message>
    <message>
        <source>Precision</source>
        <translation>Точность</translation>
    </message>
    <message>
        <source>Recall</source>
        <translation>Полнота</translation>
    </message>
</context>
<context>
    <name>DataFolderRow</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n файл</numerusform>
            <numerusform>%n файла</numerusform>
            <numerusform>%n файлов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were removed from the old place.</source>
        <translation>
            <numerusform>Со старого места удалён %n файл.</numerusform>
            <numerusform>Со старого места удалены %n файла.</numerusform>
            <numerusform>Со старого места удалено %n файлов.</numerusform>
        </translation>
    </message>
    <message>
        <source>Choose an empty folder for your data</source>
        <translation>Выберите пустую папку для данных</translation>
    </message>
    <message>
        <source>Copy at the old place</source>
        <translation>Копия на старом месте</translation>
    </message>
    <message>
        <source>Data folder</source>
        <translation>Папка данных</translation>
    </message>
    <message>
        <source>Move the data folder</source>
        <translation>Перенести папку данных</translation>
    </message>
    <message>
        <source>Move…</source>
        <translation>Перенести…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Open the data folder</source>
        <translation>Открыть папку данных</translation>
    </message>
    <message>
        <source>Remove the old copy</source>
        <translation>Удалить старую копию</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>{folder}
{size} in {files}</source>
        <translation>{folder}
{size}, {files}</translation>
    </message>
</context>
<context>
    <name>DeviceRow</name>
    <message>
        <source>Looking…</source>
        <translation>Выясняется…</translation>
    </message>
    <message>
        <source>Training runs on</source>
        <translation>Обучение идёт на</translation>
    </message>
</context>
<context>
    <name>DiagnosticsSheet</name>
    <message>
        <source>&amp;Copy diagnostics</source>
        <translation>&amp;Скопировать</translation>
    </message>
    <message>
        <source>All {of} are well</source>
        <translation>Всё в порядке: {of}</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Copied. No names, pictures or folders of yours are in it.</source>
        <translation>Скопировано. Ваших имён, снимков и папок там нет.</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Findings</source>
        <translation>Что найдено</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Looking at this computer…</source>
        <translation>Осматриваем компьютер…</translation>
    </message>
    <message>
        <source>Looking at this computer… {count} things seen</source>
        <translation>Осматриваем компьютер… Проверено: {count}</translation>
    </message>
    <message>
        <source>Needing attention: {count} of {of}</source>
        <translation>Требуют внимания: {count} из {of}</translation>
    </message>
    <message>
        <source>The log is empty.</source>
        <translation>Журнал пуст.</translation>
    </message>
    <message>
        <source>The newest lines of the log</source>
        <translation>Последние строки журнала</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
</context>
<context>
    <name>DialCard</name>
    <message>
        <source>Easy</source>
        <translation>Мягко</translation>
    </message>
    <message>
        <source>How strict</source>
        <translation>Строгость</translation>
    </message>
    <message>
        <source>Strict</source>
        <translation>Строго</translation>
    </message>
</context>
<context>
    <name>DialView</name>
    <message>
        <source>1 in {n}</source>
        <translation>1/{n}</translation>
    </message>
    <message>
        <source>95 %: 1 in {most} to {fewest}.</source>
        <translation>95&#xa0;%: от 1 из {most} до 1 из {fewest}.</translation>
    </message>
    <message>
        <source>95 %: at most 1 in {most}.</source>
        <translation>95&#xa0;%: не больше 1 из {most}.</translation>
    </message>
    <message>
        <source>95 %: {low} to {high} %.</source>
        <translation>95&#xa0;%: от {low} до {high}&#xa0;%.</translation>
    </message>
    <message>
        <source>About 1 in {n} strangers accepted</source>
        <translation>Посторонних пройдёт около 1 из {n}</translation>
    </message>
    <message>
        <source>All your pictures were taken within seconds, so this flatters.</source>
        <translation>Все снимки сделаны за несколько секунд, поэтому цифра слишком хороша.</translation>
    </message>
    <message>
        <source>At most 1 in {n} strangers accepted</source>
        <translation>Посторонних пройдёт до 1 из {n}</translation>
    </message>
    <message>
        <source>Counted on {comparisons} comparisons of {people} people.</source>
        <translation>Сравнений: {comparisons}, людей: {people}.</translation>
    </message>
    <message>
        <source>Counted with your pictures on {comparisons} pictures of {people} people.</source>
        <translation>С вашими снимками сравнено снимков: {comparisons}, людей: {people}.</translation>
    </message>
    <message>
        <source>Counting strangers once for this model, for finer figures: {done} % done</source>
        <translation>Точный подсчёт по посторонним, один раз для этой модели: {done}&#xa0;%</translation>
    </message>
    <message>
        <source>Counting strangers…</source>
        <translation>Подсчёт по посторонним…</translation>
    </message>
    <message>
        <source>Each picture of you was tried against those of other moments.</source>
        <translation>Каждый ваш снимок сравнивали со снимками, сделанными в другое время.</translation>
    </message>
    <message>
        <source>Fewer than 3 of {comparisons} comparisons of {people} people are accepted.</source>
        <translation>Принято меньше 3 сравнений из {comparisons} (людей: {people}).</translation>
    </message>
    <message>
        <source>More than 1 in {n} strangers would pass: not allowed.</source>
        <translation>Прошло бы больше 1 постороннего из {n}: это недопустимо.</translation>
    </message>
    <message>
        <source>No strangers came with this network, so none were compared with you.</source>
        <translation>К этой сети не приложены посторонние, с вами никого не сравнивали.</translation>
    </message>
    <message>
        <source>No strangers were compared with each other.</source>
        <translation>Посторонних между собой не сравнивали.</translation>
    </message>
    <message>
        <source>Not enough data to say how many strangers pass</source>
        <translation>Мало данных, чтобы сказать, сколько посторонних пройдёт</translation>
    </message>
    <message>
        <source>Take pictures at another time to have some that can be tried.</source>
        <translation>Сделайте снимки в другое время, чтобы было на чём проверять.</translation>
    </message>
    <message>
        <source>The model learned from these pictures, so this flatters.</source>
        <translation>Модель училась на этих снимках, поэтому цифра слишком хороша.</translation>
    </message>
    <message>
        <source>You: not enough data</source>
        <translation>Вы: мало данных</translation>
    </message>
    <message>
        <source>You: {count} of {of} tries refused</source>
        <translation>Отказов вам: {count} из {of}</translation>
    </message>
    <message>
        <source>Your thresholds let more than 1 in {n} strangers pass, so stricter ones are used.</source>
        <translation>Ваши пороги пропускают больше 1 постороннего из {n}, поэтому действуют более строгие.</translation>
    </message>
    <message>
        <source>{count} of {of} pictures of strangers would pass as you.</source>
        <translation>За вас сошли бы снимки посторонних: {count} из {of}.</translation>
    </message>
</context>
<context>
    <name>EnrolControls</name>
    <message>
        <source>Continue</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Пауза</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Убрать последний</translation>
    </message>
</context>
<context>
    <name>EnrolPage</name>
    <message>
        <source>Create a profile, then look into the camera and turn your head. The pictures stay on this computer.</source>
        <translation>Создайте профиль, посмотрите в камеру и поворачивайте голову. Снимки останутся на этом компьютере.</translation>
    </message>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Take a positive; hold to go on</source>
        <translation>Снять вариант; удерживайте, чтобы снимать подряд</translation>
    </message>
    <message>
        <source>Take an anchor; hold to go on</source>
        <translation>Снять эталон; удерживайте, чтобы снимать подряд</translation>
    </message>
    <message>
        <source>Take pictures by themselves, or pause</source>
        <translation>Снимать автоматически или приостановить</translation>
    </message>
    <message>
        <source>Take the last picture back</source>
        <translation>Убрать последний снимок</translation>
    </message>
    <message>
        <source>Who is it?</source>
        <translation>Кто вы?</translation>
    </message>
    <message>
        <source>{role} removed.</source>
        <translation>{role}: снимок удалён.</translation>
    </message>
</context>
<context>
    <name>EnrolStage</name>
    <message>
        <source> Pictures ({count})</source>
        <translation> Снимки ({count})</translation>
    </message>
</context>
<context>
    <name>EvaluationPage</name>
    <message>
        <source>&amp;Measure</source>
        <translation>&amp;Измерить</translation>
    </message>
    <message>
        <source>Bundled strangers</source>
        <translation>Встроенные посторонние</translation>
    </message>
    <message>
        <source>Earlier reports</source>
        <translation>Прежние отчёты</translation>
    </message>
    <message>
        <source>Every pair of 13,233 pictures that came with the program as numbers. Nothing is needed.</source>
        <translation>Все пары из 13 233 снимков, приложенных в виде чисел. Загружать ничего не нужно.</translation>
    </message>
    <message>
        <source>Get the pictures…</source>
        <translation>Получить снимки…</translation>
    </message>
    <message>
        <source>LFW View 2</source>
        <translation>LFW View 2</translation>
    </message>
    <message>
        <source>Measure, or open an earlier report, and it is shown here.</source>
        <translation>Выполните измерение или откройте прежний отчёт, и он появится здесь.</translation>
    </message>
    <message>
        <source>Measuring…</source>
        <translation>Измерение…</translation>
    </message>
    <message>
        <source>No report yet</source>
        <translation>Отчёта пока нет</translation>
    </message>
    <message>
        <source>None yet</source>
        <translation>Пока нет</translation>
    </message>
    <message>
        <source>Open a report</source>
        <translation>Открыть отчёт</translation>
    </message>
    <message>
        <source>Open…</source>
        <translation>Открыть…</translation>
    </message>
    <message>
        <source>Save as &amp;HTML…</source>
        <translation>&amp;Сохранить HTML…</translation>
    </message>
    <message>
        <source>Save plot as &amp;PNG…</source>
        <translation>&amp;График в PNG…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Сохранить отчёт</translation>
    </message>
    <message>
        <source>Saved as {name}.</source>
        <translation>Сохранено: {name}.</translation>
    </message>
    <message>
        <source>The protocol of published figures: 6,000 pairs in ten folds. Needs the pictures of LFW.</source>
        <translation>Протокол опубликованных результатов: 6000 пар в десяти частях. Нужны снимки LFW.</translation>
    </message>
    <message>
        <source>What to measure</source>
        <translation>Что измерить</translation>
    </message>
</context>
<context>
    <name>GuardCard</name>
    <message>
        <source>A picture instead of a face</source>
        <translation>Изображение вместо лица</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>Не замечать</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Замечать</translation>
    </message>
    <message>
        <source>Watch and ask</source>
        <translation>С проверкой</translation>
    </message>
</context>
<context>
    <name>Guidance</name>
    <message numerus="yes">
        <source>%n capture(s) removed: that was a picture of a face, not a face.</source>
        <translation>
            <numerusform>%n снимок удалён: это было изображение лица, а не лицо.</numerusform>
            <numerusform>%n снимка удалены: это было изображение лица, а не лицо.</numerusform>
            <numerusform>%n снимков удалено: это было изображение лица, а не лицо.</numerusform>
        </translation>
    </message>
    <message>
        <source>A little different: smile, change the distance.</source>
        <translation>Чуть иначе: улыбнитесь, сядьте ближе или дальше.</translation>
    </message>
    <message>
        <source>Anchor</source>
        <translation>Эталон</translation>
    </message>
    <message>
        <source>Anchors show how you usually look.</source>
        <translation>Эталоны показывают ваш обычный вид.</translation>
    </message>
    <message>
        <source>Change the light: a lamp, a window, another room.</source>
        <translation>Смените свет: лампа, окно, другая комната.</translation>
    </message>
    <message>
        <source>Continue when you are ready.</source>
        <translation>Продолжите, когда будете готовы.</translation>
    </message>
    <message>
        <source>Continue, and turn your head slowly in a circle.</source>
        <translation>Продолжите и медленно поворачивайте голову по кругу.</translation>
    </message>
    <message>
        <source>Continue, or hold P.</source>
        <translation>Продолжите или удерживайте P.</translation>
    </message>
    <message>
        <source>Keep moving your head slowly.</source>
        <translation>Продолжайте медленно двигать головой.</translation>
    </message>
    <message>
        <source>Let the first person come back, or press A if nobody else came.</source>
        <translation>Пусть вернётся первый человек, а если никто не менялся, нажмите A.</translation>
    </message>
    <message>
        <source>Lift your chin a little.</source>
        <translation>Чуть поднимите подбородок.</translation>
    </message>
    <message>
        <source>Look down and to the left.</source>
        <translation>Посмотрите вниз и влево.</translation>
    </message>
    <message>
        <source>Look down and to the right.</source>
        <translation>Посмотрите вниз и вправо.</translation>
    </message>
    <message>
        <source>Look straight at the camera.</source>
        <translation>Смотрите прямо в камеру.</translation>
    </message>
    <message>
        <source>Look up and to the left.</source>
        <translation>Посмотрите вверх и влево.</translation>
    </message>
    <message>
        <source>Look up and to the right.</source>
        <translation>Посмотрите вверх и вправо.</translation>
    </message>
    <message>
        <source>Lower your chin a little.</source>
        <translation>Чуть опустите подбородок.</translation>
    </message>
    <message>
        <source>More pictures do no harm.</source>
        <translation>Лишние снимки не помешают.</translation>
    </message>
    <message>
        <source>Open the pictures and remove those that are not of you; press Q if all of them are.</source>
        <translation>Откройте снимки и удалите те, где не вы; если на всех вы, нажмите Q.</translation>
    </message>
    <message>
        <source>Pictures are taken by themselves. You can also hold A: anchors show how you usually look.</source>
        <translation>Снимки делаются автоматически. Можно и удерживать A: эталоны показывают ваш обычный вид.</translation>
    </message>
    <message>
        <source>Pictures that look like somebody else: {count}.</source>
        <translation>Снимки, похожие на кого-то другого: {count}.</translation>
    </message>
    <message>
        <source>Positive</source>
        <translation>Вариант</translation>
    </message>
    <message>
        <source>Positives are what must match: smile, change the distance.</source>
        <translation>Варианты должны совпадать: улыбнитесь, сядьте ближе или дальше.</translation>
    </message>
    <message>
        <source>Put your glasses on, or take them off.</source>
        <translation>Наденьте очки или снимите их.</translation>
    </message>
    <message>
        <source>Smile, frown, come closer or lean back.</source>
        <translation>Улыбнитесь, нахмурьтесь, придвиньтесь или отклонитесь.</translation>
    </message>
    <message>
        <source>Start when you are ready.</source>
        <translation>Начните, когда будете готовы.</translation>
    </message>
    <message>
        <source>Start, and turn your head slowly in a circle.</source>
        <translation>Начните и медленно поворачивайте голову по кругу.</translation>
    </message>
    <message>
        <source>That is a little too far.</source>
        <translation>Это чуть слишком далеко.</translation>
    </message>
    <message>
        <source>That is enough. Press Q when you are done.</source>
        <translation>Достаточно. Нажмите Q, когда закончите.</translation>
    </message>
    <message>
        <source>The anchors are complete. Now once more.</source>
        <translation>Эталоны готовы. Теперь ещё раз.</translation>
    </message>
    <message>
        <source>Turn your head slowly to the left.</source>
        <translation>Медленно поверните голову влево.</translation>
    </message>
    <message>
        <source>Turn your head slowly to the right.</source>
        <translation>Медленно поверните голову вправо.</translation>
    </message>
    <message>
        <source>{count} of {of} directions are captured.</source>
        <translation>Снято направлений: {count} из {of}.</translation>
    </message>
    <message>
        <source>{role} not taken: {sentence} {action}</source>
        <translation>{role} не снят. {sentence} {action}</translation>
    </message>
    <message>
        <source>{role} {count} taken.</source>
        <translation>{role} {count} снят.</translation>
    </message>
</context>
<context>
    <name>HealthCard</name>
    <message>
        <source>Health</source>
        <translation>Состояние</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove this picture. {why}</source>
        <translation>Удалить этот снимок. {why}</translation>
    </message>
</context>
<context>
    <name>HeatView</name>
    <message>
        <source>What the model looks at</source>
        <translation>На что смотрит модель</translation>
    </message>
</context>
<context>
    <name>History</name>
    <message>
        <source>A deleted person</source>
        <translation>Удалённый человек</translation>
    </message>
    <message>
        <source>A picture instead of a face</source>
        <translation>Изображение вместо лица</translation>
    </message>
    <message>
        <source>Attempts erased</source>
        <translation>Попытки стёрты</translation>
    </message>
    <message>
        <source>Capsule saved</source>
        <translation>Капсула сохранена</translation>
    </message>
    <message>
        <source>Guard changed</source>
        <translation>Защита изменена</translation>
    </message>
    <message>
        <source>Locked for a while</source>
        <translation>Временная блокировка</translation>
    </message>
    <message>
        <source>Locked out</source>
        <translation>Блокировка</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Совпало</translation>
    </message>
    <message>
        <source>Model trained</source>
        <translation>Модель обучена</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Не совпало</translation>
    </message>
    <message>
        <source>Picture removed</source>
        <translation>Снимок удалён</translation>
    </message>
    <message>
        <source>Picture taken</source>
        <translation>Снимок сделан</translation>
    </message>
    <message>
        <source>Pictures dropped</source>
        <translation>Все снимки удалены</translation>
    </message>
    <message>
        <source>Pictures saved elsewhere</source>
        <translation>Снимки выгружены</translation>
    </message>
    <message>
        <source>Profile added to the history</source>
        <translation>Профиль внесён в историю</translation>
    </message>
    <message>
        <source>Profile created</source>
        <translation>Профиль создан</translation>
    </message>
    <message>
        <source>Profile deleted</source>
        <translation>Профиль удалён</translation>
    </message>
    <message>
        <source>Profile renamed</source>
        <translation>Профиль переименован</translation>
    </message>
    <message>
        <source>Protection changed</source>
        <translation>Шифрование изменено</translation>
    </message>
    <message>
        <source>Recognised</source>
        <translation>Лицо узнано</translation>
    </message>
    <message>
        <source>Setting changed</source>
        <translation>Настройка изменена</translation>
    </message>
    <message>
        <source>Taken in from a capsule</source>
        <translation>Профиль добавлен из капсулы</translation>
    </message>
    <message>
        <source>Thresholds changed</source>
        <translation>Пороги изменены</translation>
    </message>
    <message>
        <source>Trials of the guard forgotten</source>
        <translation>Пробы с подделками удалены</translation>
    </message>
    <message>
        <source>Unknown face</source>
        <translation>Незнакомое лицо</translation>
    </message>
    <message>
        <source>Unlocked with the passphrase</source>
        <translation>Блокировка снята парольной фразой</translation>
    </message>
</context>
<context>
    <name>HistoryRows</name>
    <message>
        <source>Capsules (*.faceid)</source>
        <translation>Капсулы (*.faceid)</translation>
    </message>
    <message>
        <source>From another computer</source>
        <translation>С другого компьютера</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольная фраза</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Показать…</translation>
    </message>
    <message>
        <source>Take in</source>
        <translation>Добавить</translation>
    </message>
    <message>
        <source>Take in a person</source>
        <translation>Добавить человека</translation>
    </message>
    <message>
        <source>Take in a person from a capsule that was saved there, under People, More.</source>
        <translation>Добавить человека из капсулы, сохранённой там: «Люди», «Ещё».</translation>
    </message>
    <message>
        <source>Take in…</source>
        <translation>Добавить…</translation>
    </message>
    <message>
        <source>The passphrase with which {file} was saved.</source>
        <translation>Введите парольную фразу, с которой сохранён файл {file}.</translation>
    </message>
    <message>
        <source>Verdicts and changes on this computer. The file shows whether a line of it was changed or is missing.</source>
        <translation>Ответы и изменения на этом компьютере. По файлу видно, если строку изменили или убрали.</translation>
    </message>
    <message>
        <source>{name} is enrolled here now.</source>
        <translation>Профиль {name} теперь есть и здесь.</translation>
    </message>
</context>
<context>
    <name>HistorySheet</name>
    <message>
        <source>Check</source>
        <translation>Проверить</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>History</source>
        <translation>История</translation>
    </message>
    <message>
        <source>What was told and changed on this computer. The file behind it holds no names and no pictures.</source>
        <translation>Ответы и изменения на этом компьютере. В файле истории нет ни имён, ни снимков.</translation>
    </message>
    <message>
        <source>What was told and changed, the newest first</source>
        <translation>Ответы и изменения, сначала новые</translation>
    </message>
    <message>
        <source>{what}, {count} times</source>
        <translation>{what} × {count}</translation>
    </message>
</context>
<context>
    <name>Identify</name>
    <message>
        <source>A name needs several looks.</source>
        <translation>Чтобы назвать имя, нужно присмотреться.</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>Не разобрать</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Присматриваемся…</translation>
    </message>
    <message>
        <source>Nobody enrolled is near enough.</source>
        <translation>Ни на кого из знакомых не похоже достаточно.</translation>
    </message>
    <message>
        <source>Not a live face</source>
        <translation>Не живое лицо</translation>
    </message>
    <message>
        <source>Several looks agree.</source>
        <translation>Несколько кадров сошлись.</translation>
    </message>
    <message>
        <source>Too near to both {first} and {second}.</source>
        <translation>Похоже сразу на два имени: {first} и {second}.</translation>
    </message>
    <message>
        <source>Unknown</source>
        <translation>Незнакомое лицо</translation>
    </message>
    <message>
        <source>{named} of {of} pictures of strangers would be named as somebody enrolled ({rate} %; 95 %: {low} to {high} %); at most {target} % are allowed.</source>
        <translation>Посторонних, которых программа назвала бы чьим-то именем: {named} из {of} снимков ({rate}&#xa0;%; 95&#xa0;%: от {low} до {high}&#xa0;%); допустимо не больше {target}&#xa0;%.</translation>
    </message>
</context>
<context>
    <name>IdentifyPage</name>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Enrol one or more people; then this page tells who of them is in view.</source>
        <translation>Снимите хотя бы одного человека, и эта страница скажет, кто в кадре.</translation>
    </message>
    <message>
        <source>In view</source>
        <translation>В кадре</translation>
    </message>
    <message>
        <source>Loading…</source>
        <translation>Загрузка…</translation>
    </message>
    <message>
        <source>No face is in view.</source>
        <translation>В кадре нет лиц.</translation>
    </message>
    <message>
        <source>Nobody to recognise yet</source>
        <translation>Пока некого узнавать</translation>
    </message>
    <message>
        <source>Nobody yet</source>
        <translation>Пока никого</translation>
    </message>
    <message>
        <source>Who can be recognised</source>
        <translation>Кого можно узнать</translation>
    </message>
</context>
<context>
    <name>InsightLines</name>
    <message>
        <source>Age</source>
        <translation>Возраст</translation>
    </message>
    <message>
        <source>Gender presentation</source>
        <translation>Пол на вид</translation>
    </message>
</context>
<context>
    <name>Insights</name>
    <message>
        <source>Female</source>
        <translation>Женский</translation>
    </message>
    <message>
        <source>It could be many ages.</source>
        <translation>Подошёл бы самый разный возраст.</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Нужно присмотреться.</translation>
    </message>
    <message>
        <source>Male</source>
        <translation>Мужской</translation>
    </message>
    <message>
        <source>The largest of {count} faces.</source>
        <translation>Лиц на снимке: {count}; это самое крупное.</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Неясно</translation>
    </message>
    <message>
        <source>about {years}</source>
        <translation>около {years}</translation>
    </message>
    <message>
        <source>only {sure} sure</source>
        <translation>уверенность лишь {sure}</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low}–{high}</translation>
    </message>
    <message>
        <source>{sure} sure</source>
        <translation>уверенность {sure}</translation>
    </message>
</context>
<context>
    <name>InsightsCard</name>
    <message>
        <source>A guess from how a face looks; the age lies in the range for 8 in 10 people. Nothing of it is kept, and no verdict rests on it.</source>
        <translation>Это догадка по виду лица; возраст попадает в указанные пределы у 8 человек из 10. Она не сохраняется и не влияет на ответ.</translation>
    </message>
    <message>
        <source>Choose a picture of a face</source>
        <translation>Выберите снимок лица</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Insights</source>
        <translation>Впечатление</translation>
    </message>
    <message>
        <source>Look at a picture of your own. You can also drag one here.</source>
        <translation>Посмотреть на ваш снимок. Его можно и перетащить сюда.</translation>
    </message>
    <message>
        <source>Try a &amp;picture…</source>
        <translation>Вы&amp;брать снимок…</translation>
    </message>
    <message>
        <source>Your picture</source>
        <translation>Ваш снимок</translation>
    </message>
</context>
<context>
    <name>KeyButton</name>
    <message>
        <source>Key {key}</source>
        <translation>Клавиша {key}</translation>
    </message>
</context>
<context>
    <name>LiveView</name>
    <message>
        <source>Live picture</source>
        <translation>Изображение с камеры</translation>
    </message>
</context>
<context>
    <name>LockoutLink</name>
    <message>
        <source>Enter the passphrase of the profiles to unlock {name}.</source>
        <translation>Парольная фраза профилей снимет блокировку профиля {name}.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольная фраза</translation>
    </message>
    <message>
        <source>Unlock</source>
        <translation>Снять блокировку</translation>
    </message>
    <message>
        <source>Use the passphrase</source>
        <translation>Ввести парольную фразу</translation>
    </message>
</context>
<context>
    <name>MainWindow</name>
    <message>
        <source>&amp;Diagnostics…</source>
        <translation>&amp;Диагностика…</translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation>&amp;Сочетания клавиш</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Страницы</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>Model</source>
        <translation>Модель</translation>
    </message>
</context>
<context>
    <name>MovingWindow</name>
    <message>
        <source>&amp;Continue</source>
        <translation>&amp;Продолжить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>How far it is</source>
        <translation>Сколько сделано</translation>
    </message>
    <message>
        <source>Moving your data</source>
        <translation>Перенос данных</translation>
    </message>
    <message>
        <source>To {folder}</source>
        <translation>В папку {folder}</translation>
    </message>
    <message>
        <source>{done} of {whole} copied and compared</source>
        <translation>Скопировано и сверено {done} из {whole}</translation>
    </message>
</context>
<context>
    <name>NeedRow</name>
    <message>
        <source>Stopped. What was downloaded is kept; the next time goes on from there.</source>
        <translation>Остановлено. Загруженное сохранено, в следующий раз всё продолжится с этого места.</translation>
    </message>
</context>
<context>
    <name>Pages</name>
    <message>
        <source>Attacks</source>
        <translation>Подделки</translation>
    </message>
    <message>
        <source>Enrol</source>
        <translation>Съёмка</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Оценка</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>Look at them</source>
        <translation>Посмотреть</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Люди</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>The pictures are saved. People tells what they are worth, and which to take out.</source>
        <translation>Снимки сохранены. На странице «Люди» видно, насколько они хороши и какие лучше убрать.</translation>
    </message>
    <message>
        <source>Train</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Verify</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Who is this?</source>
        <translation>Кто это?</translation>
    </message>
</context>
<context>
    <name>PassphraseSheet</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>New passphrase</source>
        <translation>Новая парольная фраза</translation>
    </message>
    <message>
        <source>Nobody can restore it. Where no keyring has the key, the profiles stay closed for good without it.</source>
        <translation>Восстановить её никто не сможет. Если ключа нет в связке ключей, профили без неё останутся закрыты навсегда.</translation>
    </message>
    <message>
        <source>Repeat the passphrase</source>
        <translation>Она же ещё раз</translation>
    </message>
    <message>
        <source>Set</source>
        <translation>Задать</translation>
    </message>
    <message>
        <source>The two differ; type the same passphrase twice.</source>
        <translation>Фразы различаются; введите одну и ту же дважды.</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message numerus="yes">
        <source>%n file(s)</source>
        <translation>
            <numerusform>%n файл</numerusform>
            <numerusform>%n файла</numerusform>
            <numerusform>%n файлов</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s)</source>
        <translation>
            <numerusform>%n снимок</numerusform>
            <numerusform>%n снимка</numerusform>
            <numerusform>%n снимков</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n picture(s) to look at</source>
        <translation>
            <numerusform>Проверьте %n снимок</numerusform>
            <numerusform>Проверьте %n снимка</numerusform>
            <numerusform>Проверьте %n снимков</numerusform>
        </translation>
    </message>
    <message>
        <source>At most 1 in {many}</source>
        <translation>Не больше 1 из {many}</translation>
    </message>
    <message>
        <source>Cannot be read</source>
        <translation>Не читается</translation>
    </message>
    <message>
        <source>Could be better</source>
        <translation>Можно улучшить</translation>
    </message>
    <message>
        <source>Everything about {name} is deleted: {files}, {size}, {when}.</source>
        <translation>Всё о профиле {name} удалено: {files}, {size}, {when}.</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>В порядке</translation>
    </message>
    <message>
        <source>It does not verify: {why}.</source>
        <translation>Проверять она не будет: {why}.</translation>
    </message>
    <message>
        <source>It matches {agrees} of {others} other pictures. Blurred, badly lit, or somebody else?</source>
        <translation>Совпадает с другими снимками: {agrees} из {others}. Размыт, плохо освещён или это другой человек?</translation>
    </message>
    <message>
        <source>Last used {when}</source>
        <translation>Использован {when}</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>New so far: {anchors} of {target} anchors and {positives} of {target} positives. {earlier} earlier pictures stay in use until you remove them.</source>
        <translation>Новые эталоны: {anchors} из {target}, варианты: {positives} из {target}. Прежние снимки ({earlier}) действуют, пока вы их не удалите.</translation>
    </message>
    <message>
        <source>No picture looks straight ahead. Take some that do.</source>
        <translation>Нет снимков, где лицо смотрит прямо. Сделайте несколько таких.</translation>
    </message>
    <message>
        <source>Nobody passes as this person</source>
        <translation>Никто не сойдёт за этого человека</translation>
    </message>
    <message>
        <source>Not enough strangers to tell a personal minimum.</source>
        <translation>Посторонних мало, личный минимум не определить.</translation>
    </message>
    <message>
        <source>Of {all} people the network has never seen, {count} pass (95 %: {low} to {high}).</source>
        <translation>Из людей, которых сеть никогда не видела, проходит {count} из {all} (95&#xa0;%: от {low} до {high}).</translation>
    </message>
    <message>
        <source>Own pictures refused</source>
        <translation>Отказов своим снимкам</translation>
    </message>
    <message>
        <source>Pictures from every side.</source>
        <translation>Снимки есть со всех сторон.</translation>
    </message>
    <message>
        <source>Ready, not trained</source>
        <translation>Готова, не обучена</translation>
    </message>
    <message>
        <source>Recipe</source>
        <translation>Рецепт</translation>
    </message>
    <message>
        <source>The network&apos;s own head judges, with thresholds counted for this person.</source>
        <translation>Судит сама сеть, пороги подсчитаны для этого человека.</translation>
    </message>
    <message>
        <source>The pictures differ as one person&apos;s should.</source>
        <translation>Снимки различаются, как и должны у одного человека.</translation>
    </message>
    <message>
        <source>The pictures differ so much that most would not match each other. Is it one person?</source>
        <translation>Снимки так различаются, что большинство не совпало бы между собой. Это один человек?</translation>
    </message>
    <message>
        <source>The pictures hardly differ. Add some from another day, in another light.</source>
        <translation>Снимки почти одинаковы. Добавьте сделанные в другой день и при другом свете.</translation>
    </message>
    <message>
        <source>The probes found it fit to verify.</source>
        <translation>Испытания показали, что она годится для проверки.</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Пороги</translation>
    </message>
    <message>
        <source>Too few pictures to tell how alike they are.</source>
        <translation>Снимков мало, нельзя сказать, насколько они похожи.</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>Обучена</translation>
    </message>
    <message>
        <source>Unfit</source>
        <translation>Не годится</translation>
    </message>
    <message>
        <source>Without it, strangers accepted fall from {before} to {after}.</source>
        <translation>Без него посторонних проходит меньше: {after} вместо {before}.</translation>
    </message>
    <message>
        <source>Your threshold {now} is above your minimum {least}, at which 1 in {many} strangers would pass.</source>
        <translation>Ваш порог {now} выше вашего минимума {least}, при котором прошёл бы 1 посторонний из {many}.</translation>
    </message>
    <message>
        <source>Your threshold {now} is below your minimum {least}: more than 1 in {many} strangers pass.</source>
        <translation>Ваш порог {now} ниже вашего минимума {least}: проходит больше 1 постороннего из {many}.</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>повреждён</translation>
    </message>
    <message>
        <source>its own</source>
        <translation>собственная</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>not enough data</source>
        <translation>мало данных</translation>
    </message>
    <message>
        <source>ready, not trained</source>
        <translation>готов, не обучен</translation>
    </message>
    <message>
        <source>today at {time}</source>
        <translation>сегодня в {time}</translation>
    </message>
    <message>
        <source>too few pictures</source>
        <translation>мало снимков</translation>
    </message>
    <message>
        <source>trained</source>
        <translation>обучен</translation>
    </message>
    <message>
        <source>unfit model</source>
        <translation>модель не годится</translation>
    </message>
    <message>
        <source>{count} of {all} held out (95 %: {low} to {high})</source>
        <translation>{count} из {all} отложенных (95&#xa0;%: от {low} до {high})</translation>
    </message>
    <message>
        <source>{count} of {all} strangers pass</source>
        <translation>Проходит посторонних: {count} из {all}</translation>
    </message>
    <message>
        <source>{detection} for each picture, {share} of the pictures</source>
        <translation>{detection} для снимка, {share} снимков</translation>
    </message>
    <message>
        <source>{pictures} of {all_pictures} pictures, {people} of {all_people} people.</source>
        <translation>Снимков: {pictures} из {all_pictures}, людей: {people} из {all_people}.</translation>
    </message>
    <message>
        <source>{seen} of {all} directions. Pictures with the head turned help when you do not face the camera.</source>
        <translation>Направлений: {seen} из {all}. Снимки с поворотом головы помогают, когда вы не смотрите прямо в камеру.</translation>
    </message>
</context>
<context>
    <name>PeopleList</name>
    <message>
        <source>Everybody enrolled</source>
        <translation>Все зарегистрированные</translation>
    </message>
    <message>
        <source>New person…</source>
        <translation>Новый человек…</translation>
    </message>
</context>
<context>
    <name>PeoplePage</name>
    <message>
        <source>Add pictures</source>
        <translation>Добавить снимки</translation>
    </message>
    <message>
        <source>Comparing the pictures with each other and with the strangers…</source>
        <translation>Сравниваем снимки между собой и с посторонними…</translation>
    </message>
    <message>
        <source>Create a profile, then take some pictures. They stay on this computer.</source>
        <translation>Создайте профиль и сделайте несколько снимков. Они останутся на этом компьютере.</translation>
    </message>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Enrol anew?</source>
        <translation>Снять заново?</translation>
    </message>
    <message>
        <source>Nobody is enrolled yet</source>
        <translation>Пока никто не зарегистрирован</translation>
    </message>
    <message>
        <source>Picture removed.</source>
        <translation>Снимок удалён.</translation>
    </message>
    <message>
        <source>Put it back</source>
        <translation>Вернуть</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Сохранено.</translation>
    </message>
    <message>
        <source>Take new pictures. The earlier ones stay in use until the new ones are complete.</source>
        <translation>Сделайте новые снимки. Прежние действуют, пока новых не станет достаточно.</translation>
    </message>
    <message>
        <source>Take pictures</source>
        <translation>Сделать снимки</translation>
    </message>
</context>
<context>
    <name>PersonMenu</name>
    <message>
        <source>Capsules (*.faceid)</source>
        <translation>Капсулы (*.faceid)</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Drop the pictures of {name}?</source>
        <translation>Удалить все снимки профиля {name}?</translation>
    </message>
    <message>
        <source>Drop the pictures…</source>
        <translation>Удалить все снимки…</translation>
    </message>
    <message>
        <source>Enrol anew…</source>
        <translation>Снять заново…</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Ещё</translation>
    </message>
    <message>
        <source>More about this person</source>
        <translation>Ещё об этом человеке</translation>
    </message>
    <message>
        <source>Passphrase of the capsule</source>
        <translation>Парольная фраза капсулы</translation>
    </message>
    <message>
        <source>Rename…</source>
        <translation>Переименовать…</translation>
    </message>
    <message>
        <source>Save as a capsule</source>
        <translation>Сохранить капсулу</translation>
    </message>
    <message>
        <source>Save as a capsule with pictures…</source>
        <translation>Сохранить капсулу со снимками…</translation>
    </message>
    <message>
        <source>Save as a capsule…</source>
        <translation>Сохранить капсулу…</translation>
    </message>
    <message>
        <source>The file holds what {name} is recognised by. Whoever has it and this passphrase can read that; a lost passphrase cannot be restored.</source>
        <translation>В файле лежит всё, по чему программа узнаёт профиль {name}. Прочесть это сможет всякий, у кого есть файл и эта парольная фраза; забытую фразу не восстановить.</translation>
    </message>
    <message>
        <source>The pictures are dropped; templates and model stay.</source>
        <translation>Снимки удалены; шаблоны и модель остались.</translation>
    </message>
    <message>
        <source>Verification goes on as before. Training again, also with another network, and seeing what a model looks at will need new pictures. This cannot be undone.</source>
        <translation>Проверка будет работать как прежде. Чтобы обучать снова, в том числе с другой сетью, и видеть, на что смотрит модель, понадобятся новые снимки. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>{name} is saved in {file}.</source>
        <translation>Профиль {name} сохранён в {file}.</translation>
    </message>
</context>
<context>
    <name>PicturesCard</name>
    <message>
        <source>Anchors: the reference</source>
        <translation>Эталоны: с ними сравнивают</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Снимки</translation>
    </message>
    <message>
        <source>Positives: must match</source>
        <translation>Варианты: должны совпадать</translation>
    </message>
</context>
<context>
    <name>PlotCard</name>
    <message>
        <source>Plot</source>
        <translation>График</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Показать всё</translation>
    </message>
</context>
<context>
    <name>ProfileBar</name>
    <message>
        <source>&amp;Delete…</source>
        <translation>&amp;Удалить…</translation>
    </message>
    <message>
        <source>&amp;New profile…</source>
        <translation>&amp;Новый профиль…</translation>
    </message>
    <message>
        <source>&amp;Rename…</source>
        <translation>&amp;Переименовать…</translation>
    </message>
    <message>
        <source>Create</source>
        <translation>Создать</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Delete {name}?</source>
        <translation>Удалить {name}?</translation>
    </message>
    <message>
        <source>Every picture, template and model of {name} is removed. This cannot be undone.</source>
        <translation>Все снимки, шаблоны и модель профиля {name} будут удалены. Отменить это нельзя.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Имя</translation>
    </message>
    <message>
        <source>New profile</source>
        <translation>Новый профиль</translation>
    </message>
    <message>
        <source>No profile</source>
        <translation>Нет профиля</translation>
    </message>
    <message>
        <source>Pictures and model stay as they are.</source>
        <translation>Снимки и модель останутся как есть.</translation>
    </message>
    <message>
        <source>Profile: {name}</source>
        <translation>Профиль: {name}</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Переименовать</translation>
    </message>
    <message>
        <source>Rename {name}</source>
        <translation>Переименовать {name}</translation>
    </message>
    <message>
        <source>{name} is deleted: {files} files were removed.</source>
        <translation>Профиль {name} удалён, файлов удалено: {files}.</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Stopping…</source>
        <translation>Останавливаем…</translation>
    </message>
    <message>
        <source>this step: {left}</source>
        <translation>этот шаг: {left}</translation>
    </message>
</context>
<context>
    <name>ProgressView</name>
    <message>
        <source>Calibrating the thresholds</source>
        <translation>Калибровка порогов</translation>
    </message>
    <message>
        <source>Computing what the last stage starts from</source>
        <translation>Подготовка последней ступени</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Загрузка</translation>
    </message>
    <message>
        <source>Exporting the model</source>
        <translation>Сохранение модели</translation>
    </message>
    <message>
        <source>Fetching and unpacking the software</source>
        <translation>Загрузка и распаковка компонентов</translation>
    </message>
    <message>
        <source>Judging on what was held out</source>
        <translation>Оценка на отложенных снимках</translation>
    </message>
    <message>
        <source>Loading the training library</source>
        <translation>Загрузка библиотеки обучения</translation>
    </message>
    <message>
        <source>Looking at the strangers once</source>
        <translation>Разовый просмотр посторонних</translation>
    </message>
    <message>
        <source>Looking for leaks</source>
        <translation>Поиск утечек</translation>
    </message>
    <message>
        <source>Preparing a place for the software</source>
        <translation>Подготовка места для компонентов</translation>
    </message>
    <message>
        <source>Preparing the network</source>
        <translation>Подготовка сети</translation>
    </message>
    <message>
        <source>Probing the model</source>
        <translation>Испытание модели</translation>
    </message>
    <message>
        <source>Reading pictures</source>
        <translation>Чтение снимков</translation>
    </message>
    <message>
        <source>Reading strangers for the probes</source>
        <translation>Чтение посторонних для испытаний</translation>
    </message>
    <message>
        <source>Reading your pictures</source>
        <translation>Чтение ваших снимков</translation>
    </message>
    <message>
        <source>Starting the training process</source>
        <translation>Запуск обучения</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Trying it out</source>
        <translation>Пробный запуск</translation>
    </message>
    <message>
        <source>Turning pictures into numbers</source>
        <translation>Превращение снимков в числа</translation>
    </message>
    <message>
        <source>Unpacking</source>
        <translation>Распаковка</translation>
    </message>
    <message>
        <source>a few seconds left</source>
        <translation>осталось несколько секунд</translation>
    </message>
    <message>
        <source>about {n} h left</source>
        <translation>осталось около {n} ч</translation>
    </message>
    <message>
        <source>about {n} min left</source>
        <translation>осталось около {n} мин</translation>
    </message>
    <message>
        <source>about {n} s left</source>
        <translation>осталось около {n} с</translation>
    </message>
    <message>
        <source>{stage}, epoch {epoch} of {epochs}</source>
        <translation>{stage}, эпоха {epoch} из {epochs}</translation>
    </message>
</context>
<context>
    <name>ProtectionRows</name>
    <message numerus="yes">
        <source>%n profile(s) are sealed now.</source>
        <translation>
            <numerusform>Зашифрован %n профиль.</numerusform>
            <numerusform>Зашифрованы %n профиля.</numerusform>
            <numerusform>Зашифровано %n профилей.</numerusform>
        </translation>
    </message>
    <message>
        <source>A sealed copy of every profile is made, compared with what is there, and takes its place; then the plain one is erased. Everything works as before, and only you can open it.</source>
        <translation>Для каждого профиля создаётся зашифрованная копия; она сверяется с тем, что есть, и занимает его место, а незашифрованное стирается. Всё работает как прежде, но открыть профили сможете только вы.</translation>
    </message>
    <message>
        <source>Change the passphrase</source>
        <translation>Изменить парольную фразу</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Изменить…</translation>
    </message>
    <message>
        <source>Looking…</source>
        <translation>Выясняется…</translation>
    </message>
    <message>
        <source>Not set. It would open the profiles where the keyring does not, as on another computer.</source>
        <translation>Не задана. С ней профили откроются и там, где не поможет связка ключей, например на другом компьютере.</translation>
    </message>
    <message>
        <source>Opens the profiles at every start; there is no other way in.</source>
        <translation>Открывает профили при каждом запуске; другого пути нет.</translation>
    </message>
    <message>
        <source>Opens the profiles where the keyring does not.</source>
        <translation>Открывает профили там, где не поможет связка ключей.</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольная фраза</translation>
    </message>
    <message>
        <source>Pictures and models</source>
        <translation>Снимки и модели</translation>
    </message>
    <message>
        <source>Protect with a passphrase</source>
        <translation>Защитить парольной фразой</translation>
    </message>
    <message>
        <source>Protect…</source>
        <translation>Защитить…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove the passphrase</source>
        <translation>Удалить парольную фразу</translation>
    </message>
    <message>
        <source>Remove the passphrase?</source>
        <translation>Удалить парольную фразу?</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Удалить…</translation>
    </message>
    <message>
        <source>Seal</source>
        <translation>Зашифровать</translation>
    </message>
    <message>
        <source>Seal the profiles?</source>
        <translation>Зашифровать профили?</translation>
    </message>
    <message>
        <source>Sealing {name}…</source>
        <translation>Шифруем профиль {name}…</translation>
    </message>
    <message>
        <source>Sealing…</source>
        <translation>Шифруем…</translation>
    </message>
    <message>
        <source>Seal…</source>
        <translation>Зашифровать…</translation>
    </message>
    <message>
        <source>Set a passphrase</source>
        <translation>Задать парольную фразу</translation>
    </message>
    <message>
        <source>Set…</source>
        <translation>Задать…</translation>
    </message>
    <message>
        <source>The passphrase is set.</source>
        <translation>Парольная фраза задана.</translation>
    </message>
    <message>
        <source>Then only the keyring of your session opens the profiles: on another computer, or after the keyring is lost, nothing does.</source>
        <translation>Тогда профили откроет только связка ключей вашего сеанса. На другом компьютере или после её потери их не откроет ничто.</translation>
    </message>
    <message>
        <source>These were not sealed although others are, so somebody else may have put them there: {names}. Seal them only if they are yours.</source>
        <translation>Остальные профили зашифрованы, а эти нет, и их мог подложить кто-то другой: {names}. Зашифруйте их, только если они ваши.</translation>
    </message>
</context>
<context>
    <name>Rail</name>
    <message>
        <source>Help</source>
        <translation>Справка</translation>
    </message>
</context>
<context>
    <name>ReceiptCard</name>
    <message>
        <source>Copied.</source>
        <translation>Скопировано.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>Deleted files with their checksums</source>
        <translation>Удалённые файлы и их контрольные суммы</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Квитанция об удалении</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>Сохранить квитанцию</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Сохранить…</translation>
    </message>
</context>
<context>
    <name>RecipeView</name>
    <message>
        <source>A network trained from nothing. The longest; it tends to learn the room, so expect it to be unfit.</source>
        <translation>Сеть, обученная с нуля. Дольше всего; часто запоминает комнату, поэтому, скорее всего, не подойдёт.</translation>
    </message>
    <message>
        <source>A ready face network with a matching layer tuned on your pictures.</source>
        <translation>Готовая сеть для лиц, где слой сравнения настроен по вашим снимкам.</translation>
    </message>
    <message>
        <source>Accurate</source>
        <translation>Точная</translation>
    </message>
    <message>
        <source>Fast</source>
        <translation>Быстрая</translation>
    </message>
    <message>
        <source>Fine-tuned</source>
        <translation>Тонкая настройка</translation>
    </message>
    <message>
        <source>If you cancel, it can go on later from the last finished part.</source>
        <translation>Если отменить, позже можно продолжить с последней законченной части.</translation>
    </message>
    <message>
        <source>If you cancel, it starts anew the next time; the model you have stays until this one is complete.</source>
        <translation>Если отменить, в следующий раз обучение начнётся заново; нынешняя модель остаётся, пока не готова новая.</translation>
    </message>
    <message>
        <source>Not trained yet</source>
        <translation>Ещё не обучена</translation>
    </message>
    <message>
        <source>On this device: more than {time}, by the trainings that were stopped here.</source>
        <translation>На этом устройстве: больше {time}, судя по прерванным обучениям.</translation>
    </message>
    <message>
        <source>On this device: not known until the first one.</source>
        <translation>На этом устройстве: станет известно после первого раза.</translation>
    </message>
    <message>
        <source>On this device: {time}, as the last time.</source>
        <translation>На этом устройстве: {time}, как в прошлый раз.</translation>
    </message>
    <message>
        <source>On this device: {time}, the median of the last {n}.</source>
        <translation>На этом устройстве: {time} (медиана по {n} последним).</translation>
    </message>
    <message>
        <source>Recommended</source>
        <translation>Рекомендуемый</translation>
    </message>
    <message>
        <source>SFace, larger and slower. It is fetched, and pictures of strangers too.</source>
        <translation>SFace: больше и медленнее. Её и снимки посторонних нужно загрузить.</translation>
    </message>
    <message>
        <source>The documents&apos; experiment</source>
        <translation>Опыт из документов</translation>
    </message>
    <message>
        <source>The same, with the network&apos;s last stage adjusted too. Longer, and rarely better.</source>
        <translation>То же, но подстраивается и последняя ступень сети. Дольше и редко лучше.</translation>
    </message>
    <message>
        <source>This program&apos;s own network. It is here already, with strangers to judge by.</source>
        <translation>Собственная сеть программы. Она уже здесь, вместе с посторонними для оценки.</translation>
    </message>
    <message>
        <source>{n} h</source>
        <translation>{n} ч</translation>
    </message>
    <message>
        <source>{n} min</source>
        <translation>{n} мин</translation>
    </message>
    <message>
        <source>{n} s</source>
        <translation>{n} с</translation>
    </message>
</context>
<context>
    <name>RefusalWindow</name>
    <message>
        <source>&amp;Close</source>
        <translation>&amp;Закрыть</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>The program cannot start</source>
        <translation>Программа не может запуститься</translation>
    </message>
</context>
<context>
    <name>RenewalCard</name>
    <message>
        <source>Enrolling anew</source>
        <translation>Новая съёмка</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Оставить все</translation>
    </message>
    <message>
        <source>Remove the earlier ones</source>
        <translation>Удалить прежние</translation>
    </message>
    <message>
        <source>Take pictures</source>
        <translation>Сделать снимки</translation>
    </message>
</context>
<context>
    <name>ReportView</name>
    <message>
        <source>How it was counted</source>
        <translation>Как подсчитано</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Отчёт</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Что измерено</translation>
    </message>
</context>
<context>
    <name>ResultCard</name>
    <message>
        <source>&amp;Details</source>
        <translation>По&amp;дробности</translation>
    </message>
    <message>
        <source>Counted on stranger pairs</source>
        <translation>Подсчитано на парах посторонних</translation>
    </message>
    <message>
        <source>Finding out what it looks at…</source>
        <translation>Выясняем, на что она смотрит…</translation>
    </message>
    <message>
        <source>Hide &amp;details</source>
        <translation>Скрыть по&amp;дробности</translation>
    </message>
    <message>
        <source>Probes after training</source>
        <translation>Испытания после обучения</translation>
    </message>
    <message>
        <source>Same person refused</source>
        <translation>Отказов тому же человеку</translation>
    </message>
    <message>
        <source>Strangers accepted</source>
        <translation>Принято посторонних</translation>
    </message>
    <message>
        <source>Threshold</source>
        <translation>Порог</translation>
    </message>
</context>
<context>
    <name>ResultView</name>
    <message>
        <source>1 in {n}</source>
        <translation>1 из {n}</translation>
    </message>
    <message>
        <source>Add pictures in another place</source>
        <translation>Снять в другом месте</translation>
    </message>
    <message>
        <source>At least {limit} are needed.</source>
        <translation>Нужно не меньше {limit}.</translation>
    </message>
    <message>
        <source>At most {limit} may.</source>
        <translation>Допустимо не больше {limit}.</translation>
    </message>
    <message>
        <source>Covering any part of the picture changes nothing ({n} pictures tried).</source>
        <translation>Какую бы часть снимка ни закрыть, ничего не меняется (испытано снимков: {n}).</translation>
    </message>
    <message>
        <source>Fetch pictures of strangers</source>
        <translation>Загрузить снимки посторонних</translation>
    </message>
    <message>
        <source>Fit for verification</source>
        <translation>Годится для проверки</translation>
    </message>
    <message>
        <source>Goes by</source>
        <translation>Опирается на</translation>
    </message>
    <message>
        <source>It accepts {count} pictures of your room without your face ({share}).</source>
        <translation>Модель принимает снимки вашей комнаты без лица: {count} ({share}).</translation>
    </message>
    <message>
        <source>It knows your face in other places only {count} times ({share}).</source>
        <translation>В других местах модель узнаёт ваше лицо лишь в {count} случаях ({share}).</translation>
    </message>
    <message>
        <source>Known again: {honest}; a random split would have claimed {naive}</source>
        <translation>Узнано: {honest}; случайное деление показало бы {naive}</translation>
    </message>
    <message>
        <source>Leaks from learning to judging</source>
        <translation>Утечки из обучения в оценку</translation>
    </message>
    <message>
        <source>Strangers accepted as you</source>
        <translation>Посторонних принято за вас</translation>
    </message>
    <message>
        <source>Strangers seen through cameras like yours</source>
        <translation>Посторонние как на похожих камерах</translation>
    </message>
    <message>
        <source>Strangers seen through your camera</source>
        <translation>Посторонние как на вашей камере</translation>
    </message>
    <message>
        <source>Train the recommended way</source>
        <translation>Обучить рекомендуемым способом</translation>
    </message>
    <message>
        <source>Trained with: {recipe}. Judged on people and pictures it had not seen.</source>
        <translation>Рецепт: {recipe}. Оценка — на людях и снимках, которых модель не видела.</translation>
    </message>
    <message>
        <source>Unfit for verification</source>
        <translation>Не годится для проверки</translation>
    </message>
    <message>
        <source>Where covering the picture lowers the score: {face} on the face, {room} beside it. Evenly spread it would be {chance} ({n} pictures tried).</source>
        <translation>Где закрытый участок снижает балл: {face} на лице, {room} вне его. При равномерном влиянии на лицо пришлось бы {chance} (испытано снимков: {n}).</translation>
    </message>
    <message>
        <source>You in other places</source>
        <translation>Вы в других местах</translation>
    </message>
    <message>
        <source>Your camera is enough to pass: it accepts {count} strangers seen through it ({share}).</source>
        <translation>Чтобы пройти, хватает вашей камеры: посторонних, снятых как на ней, принято {count} ({share}).</translation>
    </message>
    <message>
        <source>Your own pictures refused</source>
        <translation>Отказов вашим снимкам</translation>
    </message>
    <message>
        <source>Your room without your face</source>
        <translation>Ваша комната без лица</translation>
    </message>
    <message>
        <source>at least {low} (95 %)</source>
        <translation>не меньше {low} (95&#xa0;%)</translation>
    </message>
    <message>
        <source>at most {high} (95 %)</source>
        <translation>не больше {high} (95&#xa0;%)</translation>
    </message>
    <message>
        <source>none found</source>
        <translation>не найдено</translation>
    </message>
    <message>
        <source>not enough data</source>
        <translation>мало данных</translation>
    </message>
    <message>
        <source>nothing left to judge by</source>
        <translation>не на чем проверить</translation>
    </message>
    <message>
        <source>one burst on both sides</source>
        <translation>одна серия с обеих сторон</translation>
    </message>
    <message>
        <source>the face</source>
        <translation>лицо</translation>
    </message>
    <message>
        <source>the room</source>
        <translation>комнату</translation>
    </message>
    <message>
        <source>{accepted} of {n}</source>
        <translation>{accepted} из {n}</translation>
    </message>
    <message>
        <source>{known} of your faces in other places known, {taken} of your room without you</source>
        <translation>Ваше лицо в других местах узнано: {known}; комната без вас принята: {taken}</translation>
    </message>
    <message>
        <source>{k} of {n}</source>
        <translation>{k} из {n}</translation>
    </message>
    <message>
        <source>{k} of {n} accepted</source>
        <translation>принято {k} из {n}</translation>
    </message>
    <message>
        <source>{low} to {high} (95 %)</source>
        <translation>от {low} до {high} (95&#xa0;%)</translation>
    </message>
    <message>
        <source>{n} copies</source>
        <translation>копий: {n}</translation>
    </message>
    <message>
        <source>{people} people; {interval}</source>
        <translation>людей: {people}; {interval}</translation>
    </message>
    <message>
        <source>{refused} of {n}</source>
        <translation>{refused} из {n}</translation>
    </message>
</context>
<context>
    <name>RoleButton</name>
    <message>
        <source>{count} of {target}</source>
        <translation>{count} из {target}</translation>
    </message>
</context>
<context>
    <name>RoundChoice</name>
    <message>
        <source>Also, if you like:</source>
        <translation>Ещё, если хотите:</translation>
    </message>
    <message>
        <source>Another light</source>
        <translation>Другой свет</translation>
    </message>
    <message>
        <source>First round</source>
        <translation>Первый раз</translation>
    </message>
    <message>
        <source>With and without glasses</source>
        <translation>В очках и без них</translation>
    </message>
</context>
<context>
    <name>ScoreHistogram</name>
    <message>
        <source>Scores of strangers and of you</source>
        <translation>Баллы посторонних и ваши</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Diagnostics</source>
        <translation>Диагностика</translation>
    </message>
    <message>
        <source>Everything in {folder} is removed for good. What you use now lies in {current}.</source>
        <translation>Всё в папке {folder} будет удалено навсегда. То, чем вы пользуетесь сейчас, лежит в {current}.</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>Перенести</translation>
    </message>
    <message>
        <source>Move all data?</source>
        <translation>Перенести все данные?</translation>
    </message>
    <message>
        <source>Open anew</source>
        <translation>Открыть заново</translation>
    </message>
    <message>
        <source>Protection</source>
        <translation>Безопасность</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Remove the old copy?</source>
        <translation>Удалить старую копию?</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Показать…</translation>
    </message>
    <message>
        <source>The first one found</source>
        <translation>Первая найденная</translation>
    </message>
    <message>
        <source>The language changes when the window opens the next time.</source>
        <translation>Язык сменится, когда окно откроется в следующий раз.</translation>
    </message>
    <message>
        <source>The window closes while everything is copied to {folder} and compared, and opens again there. The copy at the old place stays until you remove it here.</source>
        <translation>Окно закроется, пока всё копируется в {folder} и сверяется, и откроется уже оттуда. Копия на старом месте останется, пока вы не удалите её здесь.</translation>
    </message>
    <message>
        <source>This computer</source>
        <translation>Этот компьютер</translation>
    </message>
    <message>
        <source>What helps to find a fault: versions, devices, the log. It names nobody.</source>
        <translation>Что помогает найти ошибку: версии, устройства, журнал. Имён там нет.</translation>
    </message>
    <message>
        <source>{told} The default counts instead.</source>
        <translation>{told} Действует значение по умолчанию.</translation>
    </message>
</context>
<context>
    <name>SetupCard</name>
    <message>
        <source>&amp;Keep some pictures too</source>
        <translation>&amp;Сохранять и часть снимков</translation>
    </message>
    <message>
        <source>Attack yourself</source>
        <translation>Обманите защиту</translation>
    </message>
    <message>
        <source>Begin</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>How often each is shown</source>
        <translation>Сколько показов</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>The light you sit in</source>
        <translation>Какой у вас свет</translation>
    </message>
    <message>
        <source>Try to get in with a photo, a phone, a monitor. Six short steps, and you know what gets past this camera here, and how far that can be trusted.</source>
        <translation>Попробуйте пройти с фотографией, телефоном, монитором. Шесть коротких шагов, и вы узнаете, что здесь проходит через эту камеру и насколько этому можно доверять.</translation>
    </message>
    <message>
        <source>Without them only numbers are kept. With them a later network can judge the same presentations. They stay on this computer until you remove them.</source>
        <translation>Без них хранятся только числа. С ними будущая сеть сможет оценить те же предъявления. Они остаются на этом компьютере, пока вы их не удалите.</translation>
    </message>
    <message>
        <source>for example: window, evening lamp</source>
        <translation>например: окно, вечерняя лампа</translation>
    </message>
    <message>
        <source>{seconds} seconds each time. None of ten still allows one in four.</source>
        <translation>Каждый раз по {seconds} с. Если из десяти подделок не прошла ни одна, проходить всё ещё может одна из четырёх.</translation>
    </message>
</context>
<context>
    <name>Sheet</name>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
</context>
<context>
    <name>ShortcutsSheet</name>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>Сочетания клавиш</translation>
    </message>
</context>
<context>
    <name>SocketCounter</name>
    <message>
        <source>Counted in this program and in the process that trains, since they started: IPv4 and IPv6.</source>
        <translation>Подсчитано в этой программе и в процессе обучения с их запуска: IPv4 и IPv6.</translation>
    </message>
    <message>
        <source>Internet sockets opened since the start: {count}</source>
        <translation>Сетевых соединений с момента запуска: {count}</translation>
    </message>
</context>
<context>
    <name>SoftwareRow</name>
    <message>
        <source>Checking what is needed</source>
        <translation>Выясняем, что нужно</translation>
    </message>
    <message>
        <source>Install</source>
        <translation>Установить</translation>
    </message>
    <message>
        <source>Install training?</source>
        <translation>Установить компоненты обучения?</translation>
    </message>
    <message>
        <source>Install training…</source>
        <translation>Установить компоненты…</translation>
    </message>
    <message>
        <source>Installed beside the program</source>
        <translation>Установлены отдельно от программы</translation>
    </message>
    <message>
        <source>Installing</source>
        <translation>Установка</translation>
    </message>
    <message>
        <source>Not installed: only training needs it, everything else works without. It is fetched when you ask.</source>
        <translation>Не установлены: нужны только для обучения, всё остальное работает и без них. Загружаются по вашей просьбе.</translation>
    </message>
    <message>
        <source>Part of this program</source>
        <translation>Входят в программу</translation>
    </message>
    <message>
        <source>Stopped. Nothing was changed.</source>
        <translation>Остановлено. Ничего не изменилось.</translation>
    </message>
    <message>
        <source>Training needs TensorFlow and Keras, which are not part of the program: {packages} packages, about {download} MB to fetch and {disk} MB on the disk.

They come over the network from {index}, as pip is set up on this computer, and each file is checked against the program&apos;s own list. Nothing about you is sent.

They are put in {folder}. You can cancel at any time, and remove them later.</source>
        <translation>Для обучения нужны TensorFlow и Keras, которые не входят в программу. Пакетов: {packages}; загрузить около {download} МБ, на диске они займут около {disk} МБ.

Они загружаются по сети из {index}, как настроено в pip на этом компьютере, и каждый файл сверяется со списком программы. О вас ничего не передаётся.

Всё установится в папку {folder}. Отменить можно в любой момент, удалить — позже.</translation>
    </message>
    <message>
        <source>Training software</source>
        <translation>Компоненты обучения</translation>
    </message>
</context>
<context>
    <name>StartAnew</name>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Delete and start anew</source>
        <translation>Удалить и начать заново</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>Удалено</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>Save the receipt</source>
        <translation>Сохранить квитанцию</translation>
    </message>
    <message>
        <source>Save the receipt…</source>
        <translation>Сохранить квитанцию…</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>Сохранено.</translation>
    </message>
    <message>
        <source>Start anew?</source>
        <translation>Начать заново?</translation>
    </message>
    <message>
        <source>Without the keyring or the passphrase nobody can open what is sealed, and nobody can restore it. Starting anew deletes everything about {names} for good. Then you can enrol again.</source>
        <translation>Без связки ключей или парольной фразы никто не откроет зашифрованное и никто его не восстановит. Если начать заново, всё о профилях ({names}) будет удалено навсегда. После этого можно снова сделать снимки.</translation>
    </message>
</context>
<context>
    <name>StepCard</name>
    <message>
        <source>How often it was shown</source>
        <translation>Сколько раз показано</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Снова</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Пробел</translation>
    </message>
    <message>
        <source>Step {number} of {of}</source>
        <translation>Шаг {number} из {of}</translation>
    </message>
    <message>
        <source>{shown} of {wanted}</source>
        <translation>{shown} из {wanted}</translation>
    </message>
</context>
<context>
    <name>StepList</name>
    <message>
        <source>Skipped</source>
        <translation>Пропущено</translation>
    </message>
</context>
<context>
    <name>Stepper</name>
    <message>
        <source>Less: {words}</source>
        <translation>Меньше: {words}</translation>
    </message>
    <message>
        <source>More: {words}</source>
        <translation>Больше: {words}</translation>
    </message>
</context>
<context>
    <name>StrangersCard</name>
    <message>
        <source>Needs a threshold of</source>
        <translation>Нужен порог</translation>
    </message>
    <message>
        <source>Not tested</source>
        <translation>Не проверено</translation>
    </message>
    <message>
        <source>Scores of the closest strangers: {scores}. Your threshold: {threshold}.</source>
        <translation>Баллы самых похожих посторонних: {scores}. Ваш порог: {threshold}.</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>Посторонние</translation>
    </message>
    <message>
        <source>Strangers who pass</source>
        <translation>Проходит посторонних</translation>
    </message>
    <message>
        <source>The network of this model came without strangers to try.</source>
        <translation>К сети этой модели не приложены посторонние для пробы.</translation>
    </message>
    <message>
        <source>Use my minimum</source>
        <translation>Взять мой минимум</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>порог</translation>
    </message>
    <message>
        <source>your minimum</source>
        <translation>ваш минимум</translation>
    </message>
</context>
<context>
    <name>ThresholdsCard</name>
    <message>
        <source>Detection threshold</source>
        <translation>Порог сходства</translation>
    </message>
    <message>
        <source>Score of this frame</source>
        <translation>Балл этого кадра</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Баллы</translation>
    </message>
    <message>
        <source>Templates that match</source>
        <translation>Совпавших шаблонов</translation>
    </message>
    <message>
        <source>The score from which one template counts as a match.</source>
        <translation>Балл, начиная с которого шаблон считается совпавшим.</translation>
    </message>
    <message>
        <source>The share of templates that must match.</source>
        <translation>Какая доля шаблонов должна совпасть.</translation>
    </message>
    <message>
        <source>Verification threshold</source>
        <translation>Порог проверки</translation>
    </message>
    <message>
        <source>{n} of you</source>
        <translation>ваших: {n}</translation>
    </message>
    <message>
        <source>{n} strangers</source>
        <translation>посторонних: {n}</translation>
    </message>
</context>
<context>
    <name>Thumbnail</name>
    <message>
        <source>Press Delete to remove this picture.</source>
        <translation>Нажмите Delete, чтобы удалить этот снимок.</translation>
    </message>
</context>
<context>
    <name>TimingBar</name>
    <message>
        <source>Aligning the face and turning it into numbers.</source>
        <translation>Выравнивание лица и превращение его в числа.</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Comparing the numbers with yours.</source>
        <translation>Сравнение этих чисел с вашими.</translation>
    </message>
    <message>
        <source>Detect</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>Embed</source>
        <translation>Числа</translation>
    </message>
    <message>
        <source>Finding the face and its landmarks.</source>
        <translation>Поиск лица и его опорных точек.</translation>
    </message>
    <message>
        <source>From the arrival of the picture to its verdict.</source>
        <translation>От прихода кадра до ответа.</translation>
    </message>
    <message>
        <source>From the arrival of the picture to the start of work on it.</source>
        <translation>От прихода кадра до начала работы над ним.</translation>
    </message>
    <message>
        <source>Guard</source>
        <translation>Защита</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Сравнение</translation>
    </message>
    <message>
        <source>Milliseconds by stage</source>
        <translation>Миллисекунды по этапам</translation>
    </message>
    <message>
        <source>Telling a live face from a picture of one.</source>
        <translation>Отличие живого лица от его изображения.</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Всего</translation>
    </message>
    <message>
        <source>{ms} ms</source>
        <translation>{ms} мс</translation>
    </message>
</context>
<context>
    <name>TrainPage</name>
    <message>
        <source>A model learns from the pictures of one person. Create a profile and enrol first.</source>
        <translation>Модель учится на снимках одного человека. Сначала создайте профиль и сделайте снимки.</translation>
    </message>
    <message>
        <source>As the recipe says</source>
        <translation>Как в рецепте</translation>
    </message>
    <message>
        <source>C&amp;ontinue</source>
        <translation>&amp;Продолжить</translation>
    </message>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>Эпохи</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Как обучать</translation>
    </message>
    <message>
        <source>Nobody to train yet</source>
        <translation>Пока некого обучать</translation>
    </message>
    <message>
        <source>Trai&amp;n</source>
        <translation>&amp;Обучить</translation>
    </message>
    <message>
        <source>With</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>{name} is being trained.</source>
        <translation>Идёт обучение: {name}.</translation>
    </message>
</context>
<context>
    <name>TrainingNeeds</name>
    <message>
        <source>&amp;Fetch</source>
        <translation>&amp;Загрузить</translation>
    </message>
    <message>
        <source>Archives (*.tgz *.tar.gz *.tar *.zip);;All files (*)</source>
        <translation>Архивы (*.tgz *.tar.gz *.tar *.zip);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Archive…</source>
        <translation>Архив…</translation>
    </message>
    <message>
        <source>Computed on</source>
        <translation>Считает</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Загрузка</translation>
    </message>
    <message>
        <source>Face network</source>
        <translation>Сеть для лиц</translation>
    </message>
    <message>
        <source>Fe&amp;tch</source>
        <translation>За&amp;грузить</translation>
    </message>
    <message>
        <source>Finding out…</source>
        <translation>Выясняется…</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Папка…</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Из файла…</translation>
    </message>
    <message>
        <source>It comes with the program, which is not complete. Get the program anew, or choose Accurate.</source>
        <translation>Она приложена к программе, но программа неполна. Установите её заново или выберите «Точная».</translation>
    </message>
    <message>
        <source>LFW as a folder of people</source>
        <translation>LFW в виде папки с людьми</translation>
    </message>
    <message>
        <source>LFW as an archive</source>
        <translation>LFW в виде архива</translation>
    </message>
    <message>
        <source>Labeled Faces in the Wild: 13,233 pictures of 5,749 people, about 230 MB.</source>
        <translation>Labeled Faces in the Wild: 13 233 снимка, 5749 человек, около 230 МБ.</translation>
    </message>
    <message>
        <source>Not known before training</source>
        <translation>Станет известно при обучении</translation>
    </message>
    <message>
        <source>Nothing is fetched unless you ask for it.</source>
        <translation>Ничего не загружается без вашей просьбы.</translation>
    </message>
    <message>
        <source>Pictures of strangers</source>
        <translation>Снимки посторонних</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Чтение</translation>
    </message>
    <message>
        <source>Strangers</source>
        <translation>Посторонние</translation>
    </message>
    <message>
        <source>The network as a file, or an archive that holds it</source>
        <translation>Сеть в виде файла или архива с ней</translation>
    </message>
    <message>
        <source>They come with the program, which is not complete. Get the program anew.</source>
        <translation>Они приложены к программе, но программа неполна. Установите её заново.</translation>
    </message>
    <message>
        <source>What it needs</source>
        <translation>Что для этого нужно</translation>
    </message>
    <message>
        <source>{faces} faces of {people} people, bundled as numbers; no pictures are needed</source>
        <translation>Лиц: {faces}, людей: {people}; приложены в виде чисел, снимки не нужны</translation>
    </message>
    <message>
        <source>{pictures} pictures of {people} people</source>
        <translation>Снимков: {pictures}, людей: {people}</translation>
    </message>
    <message>
        <source>{title}, {n} numbers a face</source>
        <translation>{title}, чисел на лицо: {n}</translation>
    </message>
    <message>
        <source>{title}, {size} MB, {licence}.</source>
        <translation>{title}, {size} МБ, {licence}.</translation>
    </message>
</context>
<context>
    <name>TrainingPanel</name>
    <message>
        <source>Choose how to train on the left. The result is judged on people and pictures it has not seen.</source>
        <translation>Выберите слева, как обучать. Результат оценивается на людях и снимках, которых модель не видела.</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Модели пока нет</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Запуск</translation>
    </message>
    <message>
        <source>Training was stopped. The previous model, if any, is still in place.</source>
        <translation>Обучение остановлено. Прежняя модель, если она была, на месте.</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Попробовать</translation>
    </message>
</context>
<context>
    <name>TrainingState</name>
    <message>
        <source>{a} anchors and {p} positives to learn from.</source>
        <translation>Для обучения есть эталоны: {a}, варианты: {p}.</translation>
    </message>
    <message>
        <source>{a} anchors and {p} positives: at least {least} of each are needed. Enrol first.</source>
        <translation>Эталоны: {a}, варианты: {p}. Нужно не меньше {least} каждых. Сначала сделайте снимки.</translation>
    </message>
    <message>
        <source>{a} anchors and {p} positives; {target} of each are better.</source>
        <translation>Эталоны: {a}, варианты: {p}. Лучше по {target}.</translation>
    </message>
</context>
<context>
    <name>Tray</name>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Открыть</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Выйти</translation>
    </message>
</context>
<context>
    <name>TrialCard</name>
    <message>
        <source>&amp;Save the report…</source>
        <translation>&amp;Сохранить отчёт…</translation>
    </message>
    <message>
        <source>&amp;Try again</source>
        <translation>&amp;Ещё раз</translation>
    </message>
    <message>
        <source>Forget what was kept…</source>
        <translation>Удалить сохранённое…</translation>
    </message>
    <message>
        <source>This tells of what you tried, with this camera, in this light. A better print, a brighter screen, or a mask may still pass.</source>
        <translation>Это говорит лишь о том, что вы пробовали, с этой камерой и при этом свете. Более чёткая распечатка, более яркий экран или маска всё ещё могут пройти.</translation>
    </message>
</context>
<context>
    <name>TrialKeeping</name>
    <message>
        <source>All trials of this person are removed, earlier ones too. No later model can judge them.</source>
        <translation>Все пробы с подделками этого человека будут удалены, прежние тоже. Будущая модель уже не сможет их оценить.</translation>
    </message>
    <message>
        <source>Attacks on {name}</source>
        <translation>Атаки на профиль {name}</translation>
    </message>
    <message>
        <source>Forget</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Forget what was kept?</source>
        <translation>Удалить сохранённое?</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Сохранить отчёт</translation>
    </message>
</context>
<context>
    <name>UnlockWindow</name>
    <message>
        <source>Ask the &amp;keyring again</source>
        <translation>Спросить &amp;связку ещё раз</translation>
    </message>
    <message>
        <source>Face verification</source>
        <translation>Проверка лица</translation>
    </message>
    <message>
        <source>I have lost it…</source>
        <translation>Я её потерял(а)…</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Открыть</translation>
    </message>
    <message>
        <source>Opening…</source>
        <translation>Открываем…</translation>
    </message>
    <message>
        <source>Passphrase</source>
        <translation>Парольная фраза</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Выйти</translation>
    </message>
    <message>
        <source>The keyring of your session did not open them. Type the passphrase you chose.</source>
        <translation>Связка ключей вашего сеанса их не открыла. Введите парольную фразу, которую вы выбрали.</translation>
    </message>
    <message>
        <source>The keyring of your session did not open them. Unlock it, and ask it again.</source>
        <translation>Связка ключей вашего сеанса их не открыла. Разблокируйте её и спросите ещё раз.</translation>
    </message>
    <message>
        <source>The keyring of your session is asked for the key to them. It may want your password.</source>
        <translation>Спрашиваем ключ к ним у связки ключей вашего сеанса. Она может запросить ваш пароль.</translation>
    </message>
    <message>
        <source>Type the passphrase you chose for them.</source>
        <translation>Введите парольную фразу, которую вы для них выбрали.</translation>
    </message>
    <message>
        <source>Your profiles are sealed</source>
        <translation>Ваши профили зашифрованы</translation>
    </message>
</context>
<context>
    <name>VerdictCard</name>
    <message>
        <source>Waiting…</source>
        <translation>Ждём…</translation>
    </message>
</context>
<context>
    <name>VerdictView</name>
    <message>
        <source>A picture of a face, not a face</source>
        <translation>Изображение лица, а не лицо</translation>
    </message>
    <message>
        <source>Checking…</source>
        <translation>Проверяем…</translation>
    </message>
    <message>
        <source>Live face</source>
        <translation>Живое лицо</translation>
    </message>
    <message>
        <source>Live or not? Looking…</source>
        <translation>Живое или нет? Присматриваемся…</translation>
    </message>
    <message>
        <source>Locked</source>
        <translation>Блокировка</translation>
    </message>
    <message>
        <source>Look into the camera for a moment.</source>
        <translation>Посмотрите в камеру.</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Совпало</translation>
    </message>
    <message>
        <source>No clear face</source>
        <translation>Лицо видно плохо</translation>
    </message>
    <message>
        <source>No face</source>
        <translation>Нет лица</translation>
    </message>
    <message>
        <source>No match</source>
        <translation>Не совпало</translation>
    </message>
    <message>
        <source>Not live</source>
        <translation>Не живое</translation>
    </message>
    <message>
        <source>This face does not match the pictures of {name}.</source>
        <translation>Это лицо не совпадает со снимками профиля {name}.</translation>
    </message>
    <message>
        <source>This face matches the pictures of {name}.</source>
        <translation>Это лицо совпадает со снимками профиля {name}.</translation>
    </message>
    <message>
        <source>Under Details, “Watch and ask” lets you prove it by a movement.</source>
        <translation>Выберите в подробностях «С проверкой», и вы сможете подтвердить это движением.</translation>
    </message>
    <message>
        <source>With these thresholds this face would match the pictures of {name}.</source>
        <translation>С этими порогами это лицо совпало бы со снимками профиля {name}.</translation>
    </message>
    <message>
        <source>With these thresholds this face would not match the pictures of {name}.</source>
        <translation>С этими порогами это лицо не совпало бы со снимками профиля {name}.</translation>
    </message>
    <message>
        <source>Would match</source>
        <translation>Совпало бы</translation>
    </message>
    <message>
        <source>Would not match</source>
        <translation>Не совпало бы</translation>
    </message>
</context>
<context>
    <name>VerifyPage</name>
    <message>
        <source>&amp;Use it anyway</source>
        <translation>&amp;Всё равно использовать</translation>
    </message>
    <message>
        <source>Create a profile and enrol; then this page tells whether it is you.</source>
        <translation>Создайте профиль и сделайте снимки, и эта страница скажет, вы ли это.</translation>
    </message>
    <message>
        <source>Create a profile…</source>
        <translation>Создать профиль…</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Подробности</translation>
    </message>
    <message>
        <source>Nobody to verify yet</source>
        <translation>Пока некого проверять</translation>
    </message>
    <message>
        <source>Not trained yet: the network&apos;s own head judges, with thresholds counted for you.</source>
        <translation>Модель ещё не обучена: судит сама сеть, пороги подсчитаны для вас.</translation>
    </message>
    <message>
        <source>One verdict takes</source>
        <translation>Ответ занимает</translation>
    </message>
    <message>
        <source>Train…</source>
        <translation>Обучить…</translation>
    </message>
</context>
<context>
    <name>WelcomePage</name>
    <message>
        <source>&amp;Look around first</source>
        <translation>Сначала &amp;осмотреться</translation>
    </message>
    <message>
        <source>&amp;Start</source>
        <translation>&amp;Начать</translation>
    </message>
    <message>
        <source>It is not the log-in of your computer. A good photograph or screen may still pass: let it open nothing that matters.</source>
        <translation>Это не вход в компьютер. Хорошая фотография или экран всё ещё могут обмануть программу, не доверяйте ей ничего важного.</translation>
    </message>
    <message>
        <source>Its error rates are counted, never guessed: on your pictures and on thousands of strangers&apos;.</source>
        <translation>Доли ошибок подсчитаны, а не угаданы: на ваших снимках и на тысячах снимков посторонних.</translation>
    </message>
    <message>
        <source>Nothing leaves this computer</source>
        <translation>Всё остаётся на этом компьютере</translation>
    </message>
    <message>
        <source>Only you see this picture. Nothing is saved yet.</source>
        <translation>Это изображение видите только вы. Пока ничего не сохраняется.</translation>
    </message>
    <message>
        <source>Take a few pictures of yourself, and this computer tells whether it is you.</source>
        <translation>Сделайте несколько снимков, и компьютер будет отвечать, вы ли это.</translation>
    </message>
    <message>
        <source>Tells you from strangers</source>
        <translation>Отличает вас от посторонних</translation>
    </message>
    <message>
        <source>Type your name first, or any other word to know these pictures by.</source>
        <translation>Сначала введите имя или любое слово, по которому вы узнаете эти снимки.</translation>
    </message>
    <message>
        <source>Unlocks nothing</source>
        <translation>Ничего не открывает</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Добро пожаловать</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ваше имя</translation>
    </message>
</context>
<context>
    <name>WindowKeys</name>
    <message>
        <source>Close what lies above the page</source>
        <translation>Закрыть то, что поверх страницы</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Везде</translation>
    </message>
    <message>
        <source>Go to a page</source>
        <translation>Перейти на страницу</translation>
    </message>
    <message>
        <source>Go to the next control</source>
        <translation>Следующий элемент</translation>
    </message>
    <message>
        <source>Show these shortcuts</source>
        <translation>Показать эти сочетания</translation>
    </message>
    <message>
        <source>The same while you type</source>
        <translation>То же во время ввода текста</translation>
    </message>
</context>
<context>
    <name>domain</name>
    <message>
        <source>1 in 1,000</source>
        <translation>1 из 1000</translation>
    </message>
    <message>
        <source>1 in 10,000</source>
        <translation>1 из 10 000</translation>
    </message>
    <message>
        <source>1 in 100</source>
        <translation>1 из 100</translation>
    </message>
    <message>
        <source>A drawing or a cut-out</source>
        <translation>Рисунок или вырезанное лицо</translation>
    </message>
    <message>
        <source>A lock-out is ended by the passphrase of the profiles, and there is none; wait until it is over, or set one with: faceid vault set-passphrase.</source>
        <translation>Блокировку снимает парольная фраза профилей, а она не задана; дождитесь конца блокировки или задайте фразу в настройках.</translation>
    </message>
    <message>
        <source>A photo on a phone</source>
        <translation>Фотография на телефоне</translation>
    </message>
    <message>
        <source>A printed photo</source>
        <translation>Фотография на бумаге</translation>
    </message>
    <message>
        <source>A profile named {name!r} exists already; choose another name or delete that one first.</source>
        <translation>Профиль «{name}» уже есть; выберите другое имя или сначала удалите тот.</translation>
    </message>
    <message>
        <source>A second face in view</source>
        <translation>Второе лицо в кадре</translation>
    </message>
    <message>
        <source>A trained model of {name}</source>
        <translation>обученная модель профиля {name}</translation>
    </message>
    <message>
        <source>A video on a monitor</source>
        <translation>Видео на мониторе</translation>
    </message>
    <message>
        <source>A video on a phone</source>
        <translation>Видео на телефоне</translation>
    </message>
    <message>
        <source>Advanced</source>
        <translation>Дополнительно</translation>
    </message>
    <message>
        <source>All {of} accepted; the true rate is at least {low}.</source>
        <translation>Принято: {of} из {of}; истинная доля не меньше {low}.</translation>
    </message>
    <message>
        <source>All {of} refused; the true rate is at least {low}.</source>
        <translation>Отказов: {of} из {of}; истинная доля не меньше {low}.</translation>
    </message>
    <message>
        <source>An unexpected error stopped the command; run it again with --verbose and report what it shows.</source>
        <translation>Непредвиденная ошибка остановила команду; запустите её снова с --verbose и сообщите, что она покажет.</translation>
    </message>
    <message>
        <source>Another verification is under way before this camera; try again when it is done.</source>
        <translation>Перед этой камерой уже идёт другая проверка; попробуйте снова, когда она закончится.</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Вид</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Как в системе</translation>
    </message>
    <message>
        <source>Backbone</source>
        <translation>Сеть</translation>
    </message>
    <message>
        <source>Blink once more.</source>
        <translation>Моргните ещё раз.</translation>
    </message>
    <message>
        <source>Blink twice.</source>
        <translation>Моргните дважды.</translation>
    </message>
    <message>
        <source>Both eyes blinked twice as asked, down to {share} of their openness; {limit} counts as closed.</source>
        <translation>Оба глаза моргнули дважды, как и просили: до {share} от раскрытия; закрытыми считаются при {limit}.</translation>
    </message>
    <message>
        <source>CPU, {cores} core via {library}</source>
        <translation>Процессор, ядер: {cores}, через {library}</translation>
    </message>
    <message>
        <source>CPU, {cores} cores via {library}</source>
        <translation>Процессор, ядер: {cores}, через {library}</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Камера</translation>
    </message>
    <message>
        <source>Change at once instead of gliding and flashing.</source>
        <translation>Меняться сразу, без плавных движений и вспышек.</translation>
    </message>
    <message>
        <source>Closing the window leaves an icon in the tray.</source>
        <translation>После закрытия окна остаётся значок в трее.</translation>
    </message>
    <message>
        <source>Come before the camera yourself, without a picture or a screen.</source>
        <translation>Встаньте перед камерой сами, без изображений и экранов.</translation>
    </message>
    <message>
        <source>Come closer to the camera.</source>
        <translation>Придвиньтесь ближе к камере.</translation>
    </message>
    <message>
        <source>Compact with weights of 8 bits</source>
        <translation>Compact с 8-битными весами</translation>
    </message>
    <message>
        <source>Compact, this program&apos;s own</source>
        <translation>Compact, собственная сеть программы</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Тёмная</translation>
    </message>
    <message>
        <source>Download {name}</source>
        <translation>загрузка {name}</translation>
    </message>
    <message>
        <source>Drop a person&apos;s pictures once a model of them is trained and fit. Verification goes on; training again and seeing what a model looks at need new pictures.</source>
        <translation>Удалять снимки человека, когда его модель обучена и годится. Проверка продолжит работать; чтобы обучить заново или увидеть, куда смотрит модель, понадобятся новые снимки.</translation>
    </message>
    <message>
        <source>English</source>
        <translation>English</translation>
    </message>
    <message>
        <source>Forget pictures after training</source>
        <translation>Удалять снимки после обучения</translation>
    </message>
    <message>
        <source>Frames considered</source>
        <translation>Учитываемые кадры</translation>
    </message>
    <message>
        <source>Frames older than this do not count.</source>
        <translation>Более старые кадры не учитываются.</translation>
    </message>
    <message>
        <source>Frames that must agree</source>
        <translation>Сколько кадров должны совпасть</translation>
    </message>
    <message>
        <source>Guess age and gender presentation while verifying. Nothing is kept, and no verdict rests on it.</source>
        <translation>При проверке угадывать возраст и пол на вид. Ничего не сохраняется и не влияет на ответ.</translation>
    </message>
    <message>
        <source>Hold a printed photo of yourself in front of the camera. Take it down in the pauses.</source>
        <translation>Держите перед камерой свою фотографию на бумаге. В паузах убирайте её.</translation>
    </message>
    <message>
        <source>Hold still and look at the colours.</source>
        <translation>Не двигайтесь и смотрите на цвета.</translation>
    </message>
    <message>
        <source>Hold still, and wipe the lens if that does not help.</source>
        <translation>Не двигайтесь, а если не поможет, протрите объектив.</translation>
    </message>
    <message>
        <source>Hold up a drawing, or a photo with the face cut out. Take it down in the pauses.</source>
        <translation>Покажите рисунок или лицо, вырезанное из фотографии. В паузах убирайте их.</translation>
    </message>
    <message>
        <source>Hold your head level with the camera.</source>
        <translation>Держите голову на уровне камеры.</translation>
    </message>
    <message>
        <source>Hold your head upright.</source>
        <translation>Держите голову прямо.</translation>
    </message>
    <message>
        <source>How many of the newest frames count.</source>
        <translation>Сколько последних кадров учитывается.</translation>
    </message>
    <message>
        <source>How many strangers may pass as you, for thresholds nobody has moved yet.</source>
        <translation>Сколько посторонних может сойти за вас, пока вы сами не сдвинули пороги.</translation>
    </message>
    <message>
        <source>Icon in the tray</source>
        <translation>Значок в трее</translation>
    </message>
    <message>
        <source>Insights</source>
        <translation>Впечатление</translation>
    </message>
    <message>
        <source>It takes longer than usual; close other programs that use it, or choose another camera.</source>
        <translation>Это длится дольше обычного; закройте другие программы, которые её используют, или выберите другую камеру.</translation>
    </message>
    <message>
        <source>JAX found no GPU.</source>
        <translation>JAX не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>Judge the nearest</source>
        <translation>Ближнее лицо</translation>
    </message>
    <message>
        <source>Keep the numbers, not the pictures, of the last 200 attempts, to try other thresholds on them.</source>
        <translation>Хранить числа, но не снимки, последних 200 попыток, чтобы примерять к ним другие пороги.</translation>
    </message>
    <message>
        <source>LFW in {folder}</source>
        <translation>LFW в папке {folder}</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Язык</translation>
    </message>
    <message>
        <source>Let the person of the pictures come back.</source>
        <translation>Пусть вернётся человек со снимков.</translation>
    </message>
    <message>
        <source>Lift your chin.</source>
        <translation>Поднимите подбородок.</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Светлая</translation>
    </message>
    <message>
        <source>Light, dark, or as the system is.</source>
        <translation>Светлая, тёмная или как в системе.</translation>
    </message>
    <message>
        <source>Line {line} of {path!r} is wrong: {why}; get the official pairs.txt of LFW&apos;s View 2.</source>
        <translation>Строка {line} файла «{path}» неверна: {why}; возьмите официальный pairs.txt для LFW View 2.</translation>
    </message>
    <message>
        <source>LiteRT cannot read it ({error})</source>
        <translation>LiteRT не может её прочесть ({error})</translation>
    </message>
    <message>
        <source>Look at the camera.</source>
        <translation>Посмотрите в камеру.</translation>
    </message>
    <message>
        <source>Look into the camera for a moment.</source>
        <translation>Посмотрите в камеру.</translation>
    </message>
    <message>
        <source>Look straight at the camera.</source>
        <translation>Смотрите прямо в камеру.</translation>
    </message>
    <message>
        <source>Looking whether this is a live face: {count} of {least} pictures.</source>
        <translation>Присматриваемся, живое ли это лицо (кадров: {count} из {least}).</translation>
    </message>
    <message>
        <source>Looking whether this is a live face: {seconds} of {needed} seconds.</source>
        <translation>Присматриваемся, живое ли это лицо ({seconds} с из {needed}).</translation>
    </message>
    <message>
        <source>Make sure that only you are near the camera.</source>
        <translation>Пусть перед камерой будете только вы.</translation>
    </message>
    <message>
        <source>Mirror the picture</source>
        <translation>Отражать изображение</translation>
    </message>
    <message>
        <source>Move out of the strong light.</source>
        <translation>Отойдите от яркого света.</translation>
    </message>
    <message>
        <source>Move to the middle of the picture.</source>
        <translation>Сядьте посередине кадра.</translation>
    </message>
    <message>
        <source>No answer in {count} of {of}.</source>
        <translation>Без ответа: {count} из {of}.</translation>
    </message>
    <message>
        <source>No challenge of {count} was passed. Leave the picture and come back to try again.</source>
        <translation>Ни одна проверка из {count} не пройдена. Выйдите из кадра и вернитесь, чтобы попробовать снова.</translation>
    </message>
    <message>
        <source>No face is in the picture, one is needed.</source>
        <translation>В кадре нет лица, а нужно одно.</translation>
    </message>
    <message>
        <source>No face was to be seen while the colours were shown.</source>
        <translation>Пока показывались цвета, лица не было видно.</translation>
    </message>
    <message>
        <source>No face was to be seen while the eyes were to blink.</source>
        <translation>Пока нужно было моргнуть, лица не было видно.</translation>
    </message>
    <message>
        <source>No face was to be seen while the head was to turn.</source>
        <translation>Пока нужно было повернуть голову, лица не было видно.</translation>
    </message>
    <message>
        <source>No picture came from the camera within {seconds:g} s; check the camera, then press again.</source>
        <translation>За {seconds:g} с от камеры не пришло ни кадра; проверьте камеру и нажмите ещё раз.</translation>
    </message>
    <message>
        <source>No picture has come from the camera for {seconds:.1f} s; check its cable or choose another.</source>
        <translation>От камеры нет кадров уже {seconds:.1f} с; проверьте кабель или выберите другую.</translation>
    </message>
    <message>
        <source>No report can be written to {path!r}: {why}; name a file in an existing folder that ends in .html, .json or .txt.</source>
        <translation>Отчёт нельзя записать в «{path}»: {why}; укажите файл .html, .json или .txt в существующей папке.</translation>
    </message>
    <message>
        <source>Nobody can be told from a picture of them, so nobody is judged: {why}; choose the guard for this person anew, or none if that does not matter.</source>
        <translation>Человека нельзя отличить от его изображения, поэтому ответа не будет: {why}; выберите защиту для этого человека заново или откажитесь от неё, если это неважно.</translation>
    </message>
    <message>
        <source>Nothing can be exported to {path!r}: {why}; choose a new or an empty folder.</source>
        <translation>В «{path}» ничего нельзя выгрузить: {why}; выберите новую или пустую папку.</translation>
    </message>
    <message>
        <source>Nothing is saved in {folder!r} any more: everything was moved to {target!r}; start this program again, for the new folder.</source>
        <translation>В {folder!r} больше ничего не сохраняется: всё перенесено в {target!r}; запустите программу заново, для новой папки.</translation>
    </message>
    <message>
        <source>Nothing is watched: a photo or a video of this person passes for them.</source>
        <translation>Защиты нет: фотография или видео сойдёт за самого человека.</translation>
    </message>
    <message>
        <source>Nothing speaks for a print or a screen: the risk is {risk}, the limit is {limit}.</source>
        <translation>Ничто не указывает на распечатку или экран: риск {risk}, предел {limit}.</translation>
    </message>
    <message>
        <source>Of {of} profiles {count} are sealed; seal the others too.</source>
        <translation>Зашифровано профилей: {count} из {of}; зашифруйте и остальные.</translation>
    </message>
    <message>
        <source>Only {count} pictures were seen while the colours were shown; {least} are needed.</source>
        <translation>Пока показывались цвета, кадров было лишь {count}; нужно {least}.</translation>
    </message>
    <message>
        <source>Person</source>
        <translation>Человек</translation>
    </message>
    <message>
        <source>Pictures and models are not sealed, because this computer has no keyring: whoever can read your files can read them; set a passphrase, then seal them.</source>
        <translation>Снимки и модели не зашифрованы, потому что на этом компьютере нет связки ключей: их прочтёт всякий, кому доступны ваши файлы. Задайте парольную фразу, затем зашифруйте их.</translation>
    </message>
    <message>
        <source>Pictures and models are not sealed: whoever can read your files can read them; the keyring ({keyring}) can keep the key to them.</source>
        <translation>Снимки и модели не зашифрованы: их прочтёт всякий, кому доступны ваши файлы. Ключ к ним может хранить связка ключей ({keyring}).</translation>
    </message>
    <message>
        <source>Pictures and models are sealed; {ways} opens them.</source>
        <translation>Снимки и модели зашифрованы; открывает их {ways}.</translation>
    </message>
    <message>
        <source>Pictures of the face, and numbers computed from them, are kept on this computer to tell whether a face is that of this person. Nothing is sent anywhere, and everything can be deleted at any time.</source>
        <translation>Снимки лица и вычисленные по ним числа хранятся на этом компьютере, чтобы узнавать этого человека. Никуда ничего не передаётся, и всё можно удалить в любой момент.</translation>
    </message>
    <message>
        <source>Play a video of yourself on a monitor or a tablet, and turn the camera to it. Turn it away in the pauses.</source>
        <translation>Включите видео с собой на мониторе или планшете и направьте на него камеру. В паузах отводите её в сторону.</translation>
    </message>
    <message>
        <source>Play a video of yourself on a phone, as bright as it gets. Take it down in the pauses.</source>
        <translation>Включите видео с собой на телефоне, на полной яркости. В паузах убирайте телефон.</translation>
    </message>
    <message>
        <source>PyTorch found no GPU.</source>
        <translation>PyTorch не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>Reduce motion</source>
        <translation>Меньше движения</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Не отвечать</translation>
    </message>
    <message>
        <source>Refuse to judge while somebody else is close, or judge the nearest face.</source>
        <translation>Не отвечать, пока рядом кто-то ещё, или отвечать по ближнему лицу.</translation>
    </message>
    <message>
        <source>Remember attempts</source>
        <translation>Помнить попытки</translation>
    </message>
    <message>
        <source>SFace (OpenCV Zoo)</source>
        <translation>SFace (OpenCV Zoo)</translation>
    </message>
    <message>
        <source>Seconds considered</source>
        <translation>Учитываемые секунды</translation>
    </message>
    <message>
        <source>Show a photo of yourself on a phone, as bright as it gets. Take it down in the pauses.</source>
        <translation>Покажите свою фотографию на телефоне, на полной яркости. В паузах убирайте телефон.</translation>
    </message>
    <message>
        <source>Show the live picture as a mirror does. What is saved is never mirrored.</source>
        <translation>Показывать изображение как в зеркале. Сохраняется оно всегда неотражённым.</translation>
    </message>
    <message>
        <source>Sit as you always do and look at the camera. Look away in the pauses.</source>
        <translation>Сядьте как обычно и смотрите в камеру. В паузах отворачивайтесь.</translation>
    </message>
    <message>
        <source>So many of the newest frames must say the same.</source>
        <translation>Столько последних кадров должны говорить одно и то же.</translation>
    </message>
    <message>
        <source>Strictness</source>
        <translation>Строгость</translation>
    </message>
    <message>
        <source>System</source>
        <translation>Система</translation>
    </message>
    <message>
        <source>TensorFlow found no GPU.</source>
        <translation>TensorFlow не нашёл видеокарту.</translation>
    </message>
    <message>
        <source>TensorFlow found no GPU; with an NVIDIA GPU install the extra &apos;gpu&apos; (JAX).</source>
        <translation>TensorFlow не нашёл видеокарту; для видеокарты NVIDIA установите дополнение gpu (JAX).</translation>
    </message>
    <message>
        <source>TensorFlow has no GPU on native Windows; with an NVIDIA GPU install the extra &apos;gpu&apos; (PyTorch).</source>
        <translation>В самой Windows TensorFlow не умеет работать с видеокартой; для видеокарты NVIDIA установите дополнение gpu (PyTorch).</translation>
    </message>
    <message>
        <source>The archive {path!r} was refused: {why}; get it from its official source.</source>
        <translation>Архив «{path}» отвергнут: {why}; возьмите его из официального источника.</translation>
    </message>
    <message>
        <source>The attempts of {name}</source>
        <translation>попытки профиля {name}</translation>
    </message>
    <message>
        <source>The audit log does not know {count} of the people enrolled: it was removed, or came from elsewhere.</source>
        <translation>Зарегистрированных людей, которых нет в истории: {count}; её удалили или взяли из другого места.</translation>
    </message>
    <message>
        <source>The audit log has no head record: whether lines are missing cannot be told.</source>
        <translation>У истории нет отметки о последней строке: нельзя сказать, все ли строки на месте.</translation>
    </message>
    <message>
        <source>The audit log is broken after line {n}: the last {missing} events are missing.</source>
        <translation>История нарушена после строки {n}: не хватает последних событий ({missing}).</translation>
    </message>
    <message>
        <source>The audit log is broken at its end: it is not the one the head record knows.</source>
        <translation>История нарушена в конце: её последняя строка не та, о которой есть отметка.</translation>
    </message>
    <message>
        <source>The audit log is broken at line {line} of {file}: {why}.</source>
        <translation>История нарушена, строка {line} файла {file}: {why}.</translation>
    </message>
    <message>
        <source>The audit log is broken: between {a} and {b} a file is missing.</source>
        <translation>История нарушена: между файлами {a} и {b} не хватает файла.</translation>
    </message>
    <message>
        <source>The audit log is broken: files before {n} are missing.</source>
        <translation>История нарушена: нет файлов до {n}.</translation>
    </message>
    <message>
        <source>The audit log is empty: nothing was told or changed yet.</source>
        <translation>История пуста: ответов и изменений пока не было.</translation>
    </message>
    <message>
        <source>The audit log is not the one that was noted: that line is not in it.</source>
        <translation>Это не та история, которую вы отметили: такой строки в ней нет.</translation>
    </message>
    <message>
        <source>The backbone {name}</source>
        <translation>сеть {name}</translation>
    </message>
    <message>
        <source>The camera shows the same picture again and again.</source>
        <translation>Камера снова и снова показывает один и тот же кадр.</translation>
    </message>
    <message>
        <source>The camera {name!r} delivers black pictures (brightness {brightness:.1f}, needed {limit:.1f}); open its shutter or take off the cover.</source>
        <translation>Камера «{name}» даёт чёрное изображение (яркость {brightness:.1f}, нужно {limit:.1f}); откройте шторку или снимите крышку.</translation>
    </message>
    <message>
        <source>The camera {name!r} delivers pictures in a format that cannot be read ({found}, needed: 8 bits a channel in grey or colour); choose another format in the camera&apos;s own program, or another camera.</source>
        <translation>Камера «{name}» даёт кадры в формате, который нельзя прочесть ({found}, нужно 8 бит на канал, серые или цветные); выберите другой формат в программе камеры или другую камеру.</translation>
    </message>
    <message>
        <source>The camera {name!r} has shown the very same picture for {seconds:.1f} s; start it again or choose another.</source>
        <translation>Камера «{name}» показывает один и тот же кадр уже {seconds:.1f} с; запустите её снова или выберите другую.</translation>
    </message>
    <message>
        <source>The camera {name!r} is there but does not open; close the other program that uses it.</source>
        <translation>Камера «{name}» есть, но не открывается; закройте другую программу, которая её использует.</translation>
    </message>
    <message>
        <source>The camera {name!r} stopped delivering pictures; plug it in again.</source>
        <translation>Камера «{name}» перестала давать кадры; подключите её снова.</translation>
    </message>
    <message>
        <source>The camera {spec!r} was not found (found: {there}); connect it or choose another.</source>
        <translation>Камера «{spec}» не найдена (найдены: {there}); подключите её или выберите другую.</translation>
    </message>
    <message>
        <source>The capsule {path!r} cannot be used: {why}; {action}.</source>
        <translation>Капсулу «{path}» нельзя использовать: {why}; {action}.</translation>
    </message>
    <message>
        <source>The capture journal of {name}</source>
        <translation>журнал снимков профиля {name}</translation>
    </message>
    <message>
        <source>The capture {number} of {name}</source>
        <translation>снимок {number} профиля {name}</translation>
    </message>
    <message>
        <source>The data folder {folder!r} is not there; connect the disk it lies on, or name another with --data-dir.</source>
        <translation>Папки данных «{folder}» нет на месте; подключите диск, на котором она лежит, или укажите другую через --data-dir.</translation>
    </message>
    <message>
        <source>The data folder {folder}</source>
        <translation>папка данных {folder}</translation>
    </message>
    <message>
        <source>The data set LFW</source>
        <translation>набор снимков LFW</translation>
    </message>
    <message>
        <source>The examination</source>
        <translation>осмотр</translation>
    </message>
    <message>
        <source>The eyes could not be seen in {count} pictures: something covers or dazzles them. Look ahead with both eyes free.</source>
        <translation>Глаза не видны на кадрах: {count}; их что-то закрывает или засвечивает. Смотрите прямо, чтобы оба глаза были видны.</translation>
    </message>
    <message>
        <source>The face cannot be judged in this picture.</source>
        <translation>В этом кадре лицо нельзя оценить.</translation>
    </message>
    <message>
        <source>The face does not follow the colours of the window: {alike} of 1, {least} is needed. Come closer, or turn down other lights.</source>
        <translation>Лицо не откликается на цвета окна: {alike} из 1, нужно {least}. Придвиньтесь ближе или приглушите другой свет.</translation>
    </message>
    <message>
        <source>The face follows the colours of the window, {delay} seconds later.</source>
        <translation>Лицо откликается на цвета окна через {delay} с.</translation>
    </message>
    <message>
        <source>The face leapt from one picture to the next, by {degrees} degrees where {limit} are possible.</source>
        <translation>От кадра к кадру лицо прыгнуло на {degrees}°, а возможно не больше {limit}°.</translation>
    </message>
    <message>
        <source>The face looks like another one from one picture to the next: alike by {alike}, {least} is needed.</source>
        <translation>От кадра к кадру лицо стало похоже на другое: сходство {alike}, нужно {least}.</translation>
    </message>
    <message>
        <source>The face narrowed as a flat picture does, to {share} of a turned head; {least} is the least.</source>
        <translation>Лицо сузилось как плоское изображение: до {share} от того, что бывает при повороте головы, а нужно не меньше {least}.</translation>
    </message>
    <message>
        <source>The face was gone for a moment.</source>
        <translation>Лицо на мгновение пропало.</translation>
    </message>
    <message>
        <source>The face was not to be judged for {seconds} seconds, the limit is {limit}.</source>
        <translation>Лицо нельзя было оценить {seconds} с, предел {limit} с.</translation>
    </message>
    <message>
        <source>The face was suddenly at another place.</source>
        <translation>Лицо внезапно оказалось в другом месте.</translation>
    </message>
    <message>
        <source>The file {file} of the model of {name}</source>
        <translation>файл {file} модели профиля {name}</translation>
    </message>
    <message>
        <source>The file {file} of {name}</source>
        <translation>файл {file} профиля {name}</translation>
    </message>
    <message>
        <source>The file {path!r} of {name!r}</source>
        <translation>файл «{path}» профиля «{name}»</translation>
    </message>
    <message>
        <source>The folder {folder} with LFW</source>
        <translation>папка {folder} с LFW</translation>
    </message>
    <message>
        <source>The guard alone took all {of} for live; the true rate is at least {low}.</source>
        <translation>Сама защита сочла живыми: {of} из {of}; истинная доля не меньше {low}.</translation>
    </message>
    <message>
        <source>The guard alone took {count} of {of} for live; the true rate may be as high as {high}.</source>
        <translation>Сама защита сочла живыми: {count} из {of}; истинная доля может доходить до {high}.</translation>
    </message>
    <message>
        <source>The guard came to no answer in any of {of}.</source>
        <translation>Защита ни разу не дала ответа (предъявлений: {of}).</translation>
    </message>
    <message>
        <source>The guard took all {of} for an attack; the true rate is at least {low}.</source>
        <translation>Защита сочла подделкой: {of} из {of}; истинная доля не меньше {low}.</translation>
    </message>
    <message>
        <source>The guard took {count} of {of} for an attack; the true rate may be as high as {high}.</source>
        <translation>Защита сочла подделкой: {count} из {of}; истинная доля может доходить до {high}.</translation>
    </message>
    <message>
        <source>The guard {wanted!r} is weaker than {policy!r}, which is set for {name!r}; use --force for this one run, or set another with: faceid guard-policy {name} {wanted}.</source>
        <translation>Защита «{wanted}» слабее, чем «{policy}», заданная для профиля «{name}»; используйте --force для этого одного запуска или задайте другую: faceid guard-policy {name} {wanted}.</translation>
    </message>
    <message>
        <source>The head turned as asked: {first} by {degrees} degrees, then {last} by {more}.</source>
        <translation>Голова повернулась, как просили: {first} на {degrees}°, затем {last} на {more}°.</translation>
    </message>
    <message>
        <source>The head turned {asked} as asked, by {degrees} degrees; {limit} are needed.</source>
        <translation>Голова повернулась {asked}, как просили, на {degrees}°; нужно {limit}°.</translation>
    </message>
    <message>
        <source>The head turned {seconds} seconds after it was asked to; {limit} is the soonest.</source>
        <translation>Голова повернулась через {seconds} с после просьбы; раньше {limit} с человек не успевает.</translation>
    </message>
    <message>
        <source>The head was to look ahead and rest for {held} seconds within {limit}; it rested for {measured}.</source>
        <translation>За {limit} с нужно было {held} с смотреть прямо и не двигать головой; она оставалась неподвижной {measured} с.</translation>
    </message>
    <message>
        <source>The head was to look ahead with open eyes for {held} seconds within {limit}; it did for {measured}.</source>
        <translation>За {limit} с нужно было {held} с смотреть прямо открытыми глазами; получилось {measured} с.</translation>
    </message>
    <message>
        <source>The head was to turn {asked} by {degrees} degrees in {limit} seconds; it turned by {measured}.</source>
        <translation>Голову нужно было повернуть {asked} на {degrees}° за {limit} с; она повернулась на {measured}°.</translation>
    </message>
    <message>
        <source>The head was to turn {asked}; it turned {instead} by {degrees} degrees.</source>
        <translation>Голову нужно было повернуть {asked}, а она повернулась {instead} на {degrees}°.</translation>
    </message>
    <message>
        <source>The history is whole; events in it: {lines}.</source>
        <translation>История цела, событий в ней: {lines}.</translation>
    </message>
    <message>
        <source>The keyring ({title}) refused: {why}; unlock it and try again, or use the passphrase.</source>
        <translation>Связка ключей ({title}) отказала: {why}; разблокируйте её и попробуйте снова или введите парольную фразу.</translation>
    </message>
    <message>
        <source>The language of the window.</source>
        <translation>Язык окна.</translation>
    </message>
    <message>
        <source>The list of pairs of LFW</source>
        <translation>список пар LFW</translation>
    </message>
    <message>
        <source>The model</source>
        <translation>модель</translation>
    </message>
    <message>
        <source>The model of {name!r} is unfit for verification: {why}; train it with recipe &apos;head&apos;, or use --force to try it anyway.</source>
        <translation>Модель профиля «{name}» не годится для проверки: {why}; обучите её по рецепту head или попробуйте всё равно через --force.</translation>
    </message>
    <message>
        <source>The model of {name}</source>
        <translation>модель профиля {name}</translation>
    </message>
    <message>
        <source>The model was made for preprocessing version {found}, this program has {expected}; train it again.</source>
        <translation>Модель сделана для версии предобработки {found}, а в программе {expected}; обучите её заново.</translation>
    </message>
    <message>
        <source>The name {name!r} cannot be used: {why}; choose 1 to 64 letters, digits, spaces, &apos;-&apos;, &apos;_&apos; or &apos;.&apos;.</source>
        <translation>Имя «{name}» не подходит: {why}; выберите от 1 до 64 букв, цифр, пробелов и знаков «-», «_», «.».</translation>
    </message>
    <message>
        <source>The network file</source>
        <translation>файл сети</translation>
    </message>
    <message>
        <source>The network of another computer</source>
        <translation>Сеть с другого компьютера</translation>
    </message>
    <message>
        <source>The network that turns a face into numbers.</source>
        <translation>Сеть, которая превращает лицо в числа.</translation>
    </message>
    <message>
        <source>The old copy in {folder!r} was not removed: it is not what was moved to {target!r}; look through it, and remove the folder yourself.</source>
        <translation>Старая копия в {folder!r} не удалена: это не то, что было перенесено в {target!r}; просмотрите её и удалите папку сами.</translation>
    </message>
    <message>
        <source>The output cannot be written: {why}; send it where there is room, or to a program that reads all of it.</source>
        <translation>Не удалось записать вывод: {why}; направьте его туда, где есть место, или в программу, которая прочтёт его целиком.</translation>
    </message>
    <message>
        <source>The passphrase has {length} characters, {least} to {most} are possible; choose another.</source>
        <translation>Символов в парольной фразе {length}, можно от {least} до {most}; выберите другую.</translation>
    </message>
    <message>
        <source>The picture {path!r} cannot be used: {why}; replace it or leave it out.</source>
        <translation>Снимок «{path}» не подходит: {why}; замените его или обойдитесь без него.</translation>
    </message>
    <message>
        <source>The pictures of other people that this recipe learns from</source>
        <translation>снимки других людей, на которых учится этот рецепт</translation>
    </message>
    <message>
        <source>The pictures of {name!r} were dropped on {day}, and this needs pictures: verification goes on without them; for the rest enrol anew.</source>
        <translation>Все снимки профиля «{name}» удалены {day}, а здесь нужны снимки: проверка работает и без них, для остального сделайте новые.</translation>
    </message>
    <message>
        <source>The profile {name!r}</source>
        <translation>профиль «{name}»</translation>
    </message>
    <message>
        <source>The profile {name!r} is not sealed as the others are, so somebody else may have put it there; delete it, or, if it is yours, run: faceid vault seal.</source>
        <translation>Профиль «{name}», в отличие от других, не зашифрован, и его мог подложить кто-то другой; удалите его или, если он ваш, зашифруйте в настройках.</translation>
    </message>
    <message>
        <source>The profile {name!r} was deleted or renamed meanwhile; nothing was saved, open it anew.</source>
        <translation>Профиль «{name}» тем временем удалён или переименован; ничего не сохранено, откройте его заново.</translation>
    </message>
    <message>
        <source>The profile {name}</source>
        <translation>профиль {name}</translation>
    </message>
    <message>
        <source>The profiles can be opened here, so nothing is lost and nothing was deleted; open them, and delete those you do not want.</source>
        <translation>Профили здесь открываются, поэтому ничего не потеряно и ничего не удалено; откройте их и удалите те, которые не нужны.</translation>
    </message>
    <message>
        <source>The recognition network SFace</source>
        <translation>сеть SFace</translation>
    </message>
    <message>
        <source>The report {name}</source>
        <translation>отчёт {name}</translation>
    </message>
    <message>
        <source>The sealed copy of {key!r}</source>
        <translation>зашифрованная копия «{key}»</translation>
    </message>
    <message>
        <source>The service stopped before it had a verdict; run the command again, or with --no-service.</source>
        <translation>Служба остановилась, не дав ответа; запустите команду снова или с --no-service.</translation>
    </message>
    <message>
        <source>The setting {label!r} cannot be {value!r}: {why}.</source>
        <translation>Настройка «{label}» не может быть {value!r}: {why}.</translation>
    </message>
    <message>
        <source>The settings could not be read, so all are as at first; the file is kept as {kept!r}.</source>
        <translation>Настройки не удалось прочесть, все они теперь как вначале; файл сохранён как «{kept}».</translation>
    </message>
    <message>
        <source>The state of the interrupted training</source>
        <translation>состояние прерванного обучения</translation>
    </message>
    <message>
        <source>The strangers</source>
        <translation>посторонние</translation>
    </message>
    <message>
        <source>The strangers of {name}</source>
        <translation>посторонние сети {name}</translation>
    </message>
    <message>
        <source>The training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>The training did not finish: {why}; the previous model is still in place.</source>
        <translation>Обучение не закончено: {why}; прежняя модель на месте.</translation>
    </message>
    <message>
        <source>The training software could not be installed: {why}; nothing was changed.</source>
        <translation>Не удалось установить компоненты обучения: {why}; ничего не изменилось.</translation>
    </message>
    <message>
        <source>The training software here was made for another version of this program; install it anew on the page Train, or run: faceid training install.</source>
        <translation>Компоненты обучения сделаны для другой версии программы; установите их заново на странице «Обучение».</translation>
    </message>
    <message>
        <source>The true rate is at least {low}.</source>
        <translation>Истинная доля не меньше {low}.</translation>
    </message>
    <message>
        <source>The true rate may be as high as {high}.</source>
        <translation>Истинная доля может доходить до {high}.</translation>
    </message>
    <message>
        <source>The window is about to show soft colours.</source>
        <translation>Сейчас окно покажет мягкие цвета.</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Тема</translation>
    </message>
    <message>
        <source>There are {count} {role} captures, {needed} are needed; enrol again and take {missing} more.</source>
        <translation>Снимков в роли «{role}»: {count}, нужно {needed}; продолжите съёмку и сделайте ещё {missing}.</translation>
    </message>
    <message>
        <source>There is no keyring here, so only a passphrase can open the profiles; set one with: faceid vault set-passphrase.</source>
        <translation>Связки ключей здесь нет, поэтому профили может открыть только парольная фраза; задайте её в настройках.</translation>
    </message>
    <message>
        <source>There is no profile named {name!r} (enrolled: {there}); enrol it first or check the spelling.</source>
        <translation>Профиля «{name}» нет (есть: {there}); сначала создайте его или проверьте написание.</translation>
    </message>
    <message>
        <source>There is no space left to save {path!r}; free some and try again, everything saved before is safe.</source>
        <translation>Не хватает места, чтобы сохранить «{path}»; освободите его и попробуйте снова, всё сохранённое раньше цело.</translation>
    </message>
    <message>
        <source>This is missing from the audit log: {why}</source>
        <translation>В историю это не попало: {why}</translation>
    </message>
    <message>
        <source>This looks like a drawing of a face: {value} of 1, the limit is {limit}.</source>
        <translation>Это похоже на нарисованное лицо: {value} из 1, предел {limit}.</translation>
    </message>
    <message>
        <source>This looks like a print or a screen, above all by {cue}: {value}, the limit is {limit}.</source>
        <translation>Это похоже на распечатку или экран; главный признак — {cue}: {value}, предел {limit}.</translation>
    </message>
    <message>
        <source>This looks like somebody else than the pictures so far: score {score:.2f}, {limit:.2f} is needed.</source>
        <translation>Похоже, это не тот, кто на прежних снимках: оценка {score:.2f}, нужно {limit:.2f}.</translation>
    </message>
    <message>
        <source>This passphrase does not open the profiles; type it again.</source>
        <translation>Эта парольная фраза не открывает профили; введите её снова.</translation>
    </message>
    <message>
        <source>This very picture is a capture already.</source>
        <translation>Именно этот снимок уже есть.</translation>
    </message>
    <message>
        <source>Too many attempts failed; try again in {minutes} min {seconds} s.</source>
        <translation>Слишком много неудачных попыток; попробуйте снова через {minutes} мин {seconds} с.</translation>
    </message>
    <message>
        <source>Too many attempts failed; try again in {seconds} s.</source>
        <translation>Слишком много неудачных попыток; попробуйте снова через {seconds} с.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>Training is not installed, and nothing but training needs it; install it on the page Train, or run: faceid training install.</source>
        <translation>Компоненты обучения не установлены, а остальное работает и без них; установите их на странице «Обучение».</translation>
    </message>
    <message>
        <source>Turn on a light in front of you.</source>
        <translation>Включите свет перед собой.</translation>
    </message>
    <message>
        <source>Turn your head to the left.</source>
        <translation>Поверните голову влево.</translation>
    </message>
    <message>
        <source>Turn your head to the right.</source>
        <translation>Поверните голову вправо.</translation>
    </message>
    <message>
        <source>Verification</source>
        <translation>Проверка</translation>
    </message>
    <message>
        <source>Wait for a new picture of the camera.</source>
        <translation>Дождитесь нового кадра камеры.</translation>
    </message>
    <message>
        <source>Watches for prints, drawings and screens. It does not stop a good mask, or a video put in place of the camera.</source>
        <translation>Замечает распечатки, рисунки и экраны. Не остановит хорошую маску или видео, подставленное вместо камеры.</translation>
    </message>
    <message>
        <source>Watches, and asks for turns of the head, blinks or colours that are drawn by chance. It does not stop a good mask, or a video made for each of them.</source>
        <translation>Следит и просит повернуть голову, моргнуть или посмотреть на цвета: что именно, решает случай. Не остановит хорошую маску или видео, снятое на каждый такой случай.</translation>
    </message>
    <message>
        <source>What is behind the face follows the colours as it does: {share} of its response, {limit} is the most.</source>
        <translation>То, что позади лица, откликается на цвета так же, как оно: {share} от его отклика, допустимо не больше {limit}.</translation>
    </message>
    <message>
        <source>What is kept of people is sealed and cannot be opened: {why}; {action}.</source>
        <translation>Данные о людях зашифрованы, и открыть их нельзя: {why}; {action}.</translation>
    </message>
    <message>
        <source>Which camera the window opens when it starts.</source>
        <translation>Какую камеру окно открывает при запуске.</translation>
    </message>
    <message>
        <source>Whom the window was about when it was closed.</source>
        <translation>О ком было окно, когда его закрыли.</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Окно</translation>
    </message>
    <message>
        <source>Windows keeps that name for a device</source>
        <translation>в Windows так называется устройство</translation>
    </message>
    <message>
        <source>You yourself</source>
        <translation>Вы сами</translation>
    </message>
    <message>
        <source>Your data cannot be moved to {target!r}: {why}; choose another folder, everything is where it was.</source>
        <translation>Данные нельзя перенести в «{target}»: {why}; выберите другую папку, всё осталось на месте.</translation>
    </message>
    <message>
        <source>Your face has {value} percent brightness, the limit is {limit}.</source>
        <translation>Яркость лица {value}&#xa0;%, предел {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>Your face has {value} percent brightness, {limit} are needed.</source>
        <translation>Яркость лица {value}&#xa0;%, нужно {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>Your face has {value} percent sharpness, {limit} are needed.</source>
        <translation>Резкость лица {value}&#xa0;%, нужно {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>Your face is {value} pixels tall, {limit} are needed.</source>
        <translation>Высота лица {value} пикс., нужно {limit}.</translation>
    </message>
    <message>
        <source>Your head is tilted {value} degrees to the left, the limit is {limit}.</source>
        <translation>Голова наклонена влево на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tilted {value} degrees to the right, the limit is {limit}.</source>
        <translation>Голова наклонена вправо на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tipped {value} degrees down, the limit is {limit}.</source>
        <translation>Голова опущена на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is tipped {value} degrees up, the limit is {limit}.</source>
        <translation>Голова поднята на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is turned {value} degrees to the left, the limit is {limit}.</source>
        <translation>Голова повёрнута влево на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>Your head is turned {value} degrees to the right, the limit is {limit}.</source>
        <translation>Голова повёрнута вправо на {value}°, предел {limit}°.</translation>
    </message>
    <message>
        <source>a newer version of this program filled it</source>
        <translation>её заполнила более новая версия программы</translation>
    </message>
    <message>
        <source>a newer version of this program wrote it (format {version})</source>
        <translation>её записала более новая версия программы (формат {version})</translation>
    </message>
    <message>
        <source>accurate</source>
        <translation>точная</translation>
    </message>
    <message>
        <source>all there</source>
        <translation>всё на месте</translation>
    </message>
    <message>
        <source>anchor</source>
        <translation>эталон</translation>
    </message>
    <message>
        <source>another log begins here</source>
        <translation>здесь начинается другая история</translation>
    </message>
    <message>
        <source>backbone {name}</source>
        <translation>сеть {name}</translation>
    </message>
    <message>
        <source>cameras</source>
        <translation>камеры</translation>
    </message>
    <message>
        <source>check its permissions, or choose another with --data-dir</source>
        <translation>проверьте права или выберите в настройках другую папку</translation>
    </message>
    <message>
        <source>choose --negatives lfw</source>
        <translation>загрузите LFW на странице «Обучение»</translation>
    </message>
    <message>
        <source>choose another name</source>
        <translation>выберите другое имя</translation>
    </message>
    <message>
        <source>choose the network that comes with the program</source>
        <translation>выберите сеть, приложенную к программе</translation>
    </message>
    <message>
        <source>close other programs and try again</source>
        <translation>закройте другие программы и попробуйте снова</translation>
    </message>
    <message>
        <source>connect a camera, or give a video file as --camera</source>
        <translation>подключите камеру или возьмите вместо неё видеофайл</translation>
    </message>
    <message>
        <source>data folder</source>
        <translation>папка данных</translation>
    </message>
    <message>
        <source>data set LFW</source>
        <translation>набор снимков LFW</translation>
    </message>
    <message>
        <source>delete that capture and take another</source>
        <translation>удалите этот снимок и сделайте другой</translation>
    </message>
    <message>
        <source>disk space</source>
        <translation>место на диске</translation>
    </message>
    <message>
        <source>do not take it in, and ask whoever made it</source>
        <translation>не принимайте её и спросите того, кто её сделал</translation>
    </message>
    <message>
        <source>epoch {epoch} was kept: it is {more} standard errors better than the start on {pairs} same-person pairs of held-out people at FAR {far}</source>
        <translation>выбрана эпоха {epoch}: она лучше начала на {more} стандартных ошибки (пар одного человека из отложенных людей: {pairs}, FAR {far})</translation>
    </message>
    <message>
        <source>events {first} to {last} are missing</source>
        <translation>нет событий с {first} по {last}</translation>
    </message>
    <message>
        <source>everything before event {n} is missing</source>
        <translation>нет всего, что было до события {n}</translation>
    </message>
    <message>
        <source>everything lies there already</source>
        <translation>всё уже лежит там</translation>
    </message>
    <message>
        <source>export it anew where it came from</source>
        <translation>сохраните её заново там, откуда она взята</translation>
    </message>
    <message>
        <source>face detector</source>
        <translation>детектор лиц</translation>
    </message>
    <message>
        <source>fast</source>
        <translation>быстрая</translation>
    </message>
    <message>
        <source>fetch Labeled Faces in the Wild</source>
        <translation>загрузите LFW на странице «Обучение»</translation>
    </message>
    <message>
        <source>fetch it with &apos;faceid data lfw&apos;, or give one you have: faceid data lfw --from FILE</source>
        <translation>загрузите его командой &apos;faceid data lfw&apos; или укажите имеющийся: faceid data lfw --from FILE</translation>
    </message>
    <message>
        <source>free some space, or choose another disk with --data-dir</source>
        <translation>освободите место или выберите в настройках папку на другом диске</translation>
    </message>
    <message>
        <source>get it again with &apos;faceid models fetch&apos;</source>
        <translation>загрузите её снова на странице «Обучение»</translation>
    </message>
    <message>
        <source>get it with &apos;faceid models fetch&apos;</source>
        <translation>загрузите её на странице «Обучение»</translation>
    </message>
    <message>
        <source>get the program anew</source>
        <translation>установите программу заново</translation>
    </message>
    <message>
        <source>give it when you are asked, or with --passphrase-fd</source>
        <translation>введите её, когда программа спросит</translation>
    </message>
    <message>
        <source>glare on the face</source>
        <translation>блики на лице</translation>
    </message>
    <message>
        <source>how little the colours of the face differ</source>
        <translation>слишком близкие цвета лица</translation>
    </message>
    <message>
        <source>install Python 3.11, 3.12 or 3.13 and start through ./run</source>
        <translation>установите Python 3.11, 3.12 или 3.13 и запустите через ./run</translation>
    </message>
    <message>
        <source>install the program again</source>
        <translation>установите программу заново</translation>
    </message>
    <message>
        <source>install the requirements again</source>
        <translation>установите зависимости заново</translation>
    </message>
    <message>
        <source>it accepts {count} of {n} {kind} ({share}, the limit is {limit}), so it does not go by the face</source>
        <translation>она принимает {kind}: {count} из {n} ({share}, предел {limit}), значит, судит не по лицу</translation>
    </message>
    <message>
        <source>it accepts {count} of {n} {kind}, the limit is {limit}</source>
        <translation>она принимает {kind}: {count} из {n}, предел {limit}</translation>
    </message>
    <message>
        <source>it begins or ends with a dot or a space</source>
        <translation>оно начинается или кончается точкой или пробелом</translation>
    </message>
    <message>
        <source>it begins with an accent that belongs to no letter</source>
        <translation>оно начинается со знака ударения без буквы</translation>
    </message>
    <message>
        <source>it cannot be read</source>
        <translation>не читается</translation>
    </message>
    <message>
        <source>it claims to be the first and is not</source>
        <translation>она выдаёт себя за первую, но это не так</translation>
    </message>
    <message>
        <source>it contains {character}</source>
        <translation>в нём есть {character}</translation>
    </message>
    <message>
        <source>it could not be tried ({why})</source>
        <translation>её не удалось испытать ({why})</translation>
    </message>
    <message>
        <source>it did not return what was saved</source>
        <translation>положенное в неё не вернулось</translation>
    </message>
    <message>
        <source>it differs from what was written</source>
        <translation>она отличается от записанного</translation>
    </message>
    <message>
        <source>it does not work ({why})</source>
        <translation>она не работает ({why})</translation>
    </message>
    <message>
        <source>it ended the process that tried it (exit code {code})</source>
        <translation>она оборвала процесс, который её испытывал (код {code})</translation>
    </message>
    <message>
        <source>it gave no answer within {seconds:g} s</source>
        <translation>нет ответа за {seconds:g} с</translation>
    </message>
    <message>
        <source>it gave no answer within {seconds:g} seconds</source>
        <translation>она не ответила за {seconds:g} с</translation>
    </message>
    <message>
        <source>it has no key</source>
        <translation>у него нет ключа</translation>
    </message>
    <message>
        <source>it has {bytes} bytes, at most {most} are read</source>
        <translation>байтов в ней {bytes}, читается не больше {most}</translation>
    </message>
    <message>
        <source>it has {count} characters, at most {most} are possible</source>
        <translation>символов в нём {count}, можно не больше {most}</translation>
    </message>
    <message>
        <source>it has {found} bytes and should have {told}</source>
        <translation>байтов в ней {found}, а должно быть {told}</translation>
    </message>
    <message>
        <source>it holds no picture named like Name/Name_0001.jpg</source>
        <translation>в нём нет снимков с именами вида Name/Name_0001.jpg</translation>
    </message>
    <message>
        <source>it is a folder</source>
        <translation>это папка</translation>
    </message>
    <message>
        <source>it is a link, and links inside the data folder are not followed</source>
        <translation>это ссылка, а ссылки внутри папки данных не открываются</translation>
    </message>
    <message>
        <source>it is a single picture</source>
        <translation>это отдельный снимок</translation>
    </message>
    <message>
        <source>it is damaged or cut off ({error})</source>
        <translation>файл повреждён или обрезан ({error})</translation>
    </message>
    <message>
        <source>it is empty</source>
        <translation>оно пустое</translation>
    </message>
    <message>
        <source>it is gone</source>
        <translation>этого больше нет</translation>
    </message>
    <message>
        <source>it is no capsule, or only the beginning of one</source>
        <translation>это не капсула или только её начало</translation>
    </message>
    <message>
        <source>it is no video, or it is cut off before its first picture</source>
        <translation>это не видео, или оно обрезано до первого кадра</translation>
    </message>
    <message>
        <source>it is not a JPEG, PNG, WebP, BMP or TIFF picture</source>
        <translation>это не изображение JPEG, PNG, WebP, BMP или TIFF</translation>
    </message>
    <message>
        <source>it is not a folder</source>
        <translation>это не папка</translation>
    </message>
    <message>
        <source>it is not as it was saved</source>
        <translation>сохранено было другое</translation>
    </message>
    <message>
        <source>it is not empty</source>
        <translation>она не пуста</translation>
    </message>
    <message>
        <source>it is not valid JSON</source>
        <translation>это не JSON</translation>
    </message>
    <message>
        <source>it is not what was sealed there, but was changed, moved or put back</source>
        <translation>здесь шифровали не это: содержимое изменено, перенесено или возвращено прежнее</translation>
    </message>
    <message>
        <source>it is sealed, and there is no key for it any more</source>
        <translation>он зашифрован, а ключа к нему больше нет</translation>
    </message>
    <message>
        <source>it is there already</source>
        <translation>такой файл уже есть</translation>
    </message>
    <message>
        <source>it is {size} pixels, at least {least} a side are needed</source>
        <translation>размер {size} пикселей, сторона нужна не меньше {least}</translation>
    </message>
    <message>
        <source>it is {size} pixels, at most {most} a side are read</source>
        <translation>размер {size} пикселей, сторона читается не больше {most}</translation>
    </message>
    <message>
        <source>it knows again only {count} of {n} {kind} ({share}, {least} are needed), so it does not go by the face</source>
        <translation>она узнаёт {kind}: лишь {count} из {n} ({share}, нужно {least}), значит, судит не по лицу</translation>
    </message>
    <message>
        <source>it knows again only {count} of {n} {kind}, {least} are needed</source>
        <translation>она узнаёт {kind}: лишь {count} из {n}, нужно {least}</translation>
    </message>
    <message>
        <source>it must be a number</source>
        <translation>нужно число</translation>
    </message>
    <message>
        <source>it must be a text that is not empty</source>
        <translation>нужен непустой текст</translation>
    </message>
    <message>
        <source>it must be a whole number</source>
        <translation>нужно целое число</translation>
    </message>
    <message>
        <source>it must be from {low:g} to {high:g}</source>
        <translation>нужно от {low:g} до {high:g}</translation>
    </message>
    <message>
        <source>it must be one of: {choices}</source>
        <translation>нужно одно из: {choices}</translation>
    </message>
    <message>
        <source>it must be true or false</source>
        <translation>нужно true или false</translation>
    </message>
    <message>
        <source>it must not be over {count}, the frames considered</source>
        <translation>не больше {count}, числа учитываемых кадров</translation>
    </message>
    <message>
        <source>it needs Python 3.11, 3.12 or 3.13 with its module venv, and none was found (on Debian or Ubuntu: sudo apt-get install -y python3-venv)</source>
        <translation>нужен Python 3.11, 3.12 или 3.13 с модулем venv, а его не нашлось (в Debian или Ubuntu: sudo apt-get install -y python3-venv)</translation>
    </message>
    <message>
        <source>it needs another build of the backbone {name!r}: sha256 {sha}…</source>
        <translation>ей нужна другая сборка сети «{name}»: sha256 {sha}…</translation>
    </message>
    <message>
        <source>it needs the backbone {name!r}, which is not here</source>
        <translation>ей нужна сеть «{name}», которой здесь нет</translation>
    </message>
    <message>
        <source>it takes {count} bytes, at most {most} are possible</source>
        <translation>байтов в нём {count}, можно не больше {most}</translation>
    </message>
    <message>
        <source>it was made for preprocessing version {found}, this program has {here}</source>
        <translation>она сделана для версии предобработки {found}, а в программе {here}</translation>
    </message>
    <message>
        <source>it was not asked when the profiles were opened</source>
        <translation>её не спрашивали, когда открывали профили</translation>
    </message>
    <message>
        <source>it would have {bytes} bytes, {most} are possible</source>
        <translation>байтов в ней было бы {bytes}, можно не больше {most}</translation>
    </message>
    <message>
        <source>its contents are not valid</source>
        <translation>в ней есть то, чего в капсулах не бывает</translation>
    </message>
    <message>
        <source>its data is damaged or cut short</source>
        <translation>данные повреждены или обрезаны</translation>
    </message>
    <message>
        <source>its file is gone</source>
        <translation>файл пропал</translation>
    </message>
    <message>
        <source>its files cannot be read ({error})</source>
        <translation>файлы не читаются ({error})</translation>
    </message>
    <message>
        <source>its header is not valid</source>
        <translation>она требует того, чего капсулы не требуют</translation>
    </message>
    <message>
        <source>its network answers with {found} numbers, not {expected}</source>
        <translation>её сеть выдаёт чисел: {found}, а нужно {expected}</translation>
    </message>
    <message>
        <source>its pictures are over {most} pixels a side</source>
        <translation>сторона кадра больше {most} пикселей</translation>
    </message>
    <message>
        <source>its process could not be started ({error})</source>
        <translation>не удалось запустить процесс ({error})</translation>
    </message>
    <message>
        <source>leave the pictures out, or drop some</source>
        <translation>сохраните её без снимков или удалите часть из них</translation>
    </message>
    <message>
        <source>line {number} cannot be read</source>
        <translation>строка {number} не читается</translation>
    </message>
    <message>
        <source>make it, or choose another</source>
        <translation>создайте её или выберите другую</translation>
    </message>
    <message>
        <source>measure again</source>
        <translation>измерьте снова</translation>
    </message>
    <message>
        <source>missing: {names}</source>
        <translation>нет: {names}</translation>
    </message>
    <message>
        <source>name the file that was exported</source>
        <translation>укажите экспортированный файл</translation>
    </message>
    <message>
        <source>no answer within {seconds:g} s</source>
        <translation>нет ответа за {seconds:g} с</translation>
    </message>
    <message>
        <source>no picture of your face in other surroundings could be shown to it</source>
        <translation>ей не удалось показать ваше лицо в другой обстановке</translation>
    </message>
    <message>
        <source>no picture of yours without the face could be shown to it</source>
        <translation>ей не удалось показать ваш снимок без лица</translation>
    </message>
    <message>
        <source>no stranger could be shown to it</source>
        <translation>ей не удалось показать ни одного постороннего</translation>
    </message>
    <message>
        <source>no strangers through cameras&apos; looks came with the network to judge it by</source>
        <translation>к сети не приложены посторонние, снятые как на разных камерах, по которым её можно оценить</translation>
    </message>
    <message>
        <source>none of its pictures can be decoded</source>
        <translation>ни один кадр не читается</translation>
    </message>
    <message>
        <source>none was found</source>
        <translation>ни одной не найдено</translation>
    </message>
    <message>
        <source>not installed, which is no fault (only training needs it; run: faceid training install)</source>
        <translation>компоненты не установлены, и это не ошибка (они нужны только для обучения; установите их на странице «Обучение»)</translation>
    </message>
    <message>
        <source>not installed, which is no fault (recipes finetune and koch need it; run: faceid data lfw)</source>
        <translation>не установлен, и это не ошибка (нужен рецептам finetune и koch; загрузите LFW на странице «Обучение»)</translation>
    </message>
    <message>
        <source>not installed, which is no fault ({word}; {how})</source>
        <translation>не установлена, и это не ошибка ({word}; {how})</translation>
    </message>
    <message>
        <source>nothing can be written there</source>
        <translation>туда нельзя писать</translation>
    </message>
    <message>
        <source>of your captures that were held out</source>
        <translation>ваши отложенные снимки</translation>
    </message>
    <message>
        <source>one folder would lie inside the other</source>
        <translation>одна папка оказалась бы внутри другой</translation>
    </message>
    <message>
        <source>packages</source>
        <translation>пакеты</translation>
    </message>
    <message>
        <source>pictures of strangers</source>
        <translation>снимки посторонних</translation>
    </message>
    <message>
        <source>pictures of your face in other surroundings</source>
        <translation>ваше лицо в другой обстановке</translation>
    </message>
    <message>
        <source>pictures of yours with the face blanked out</source>
        <translation>ваши снимки с закрытым лицом</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>вариант</translation>
    </message>
    <message>
        <source>protection</source>
        <translation>шифрование</translation>
    </message>
    <message>
        <source>python</source>
        <translation>Python</translation>
    </message>
    <message>
        <source>restore it from a backup, or delete the profile and enrol again</source>
        <translation>восстановите из резервной копии или удалите профиль и сделайте снимки заново</translation>
    </message>
    <message>
        <source>restore the data folder&apos;s file .vault.json from a backup</source>
        <translation>восстановите файл .vault.json папки данных из резервной копии</translation>
    </message>
    <message>
        <source>run: faceid data lfw</source>
        <translation>загрузите LFW на странице «Обучение»</translation>
    </message>
    <message>
        <source>run: faceid training install</source>
        <translation>установите компоненты на странице «Обучение»</translation>
    </message>
    <message>
        <source>run: faceid vault seal</source>
        <translation>зашифруйте профили в настройках</translation>
    </message>
    <message>
        <source>run: {line}</source>
        <translation>выполните: {line}</translation>
    </message>
    <message>
        <source>screen</source>
        <translation>экран</translation>
    </message>
    <message>
        <source>small</source>
        <translation>малая</translation>
    </message>
    <message>
        <source>something was written to the old folder meanwhile</source>
        <translation>тем временем в старую папку что-то записали</translation>
    </message>
    <message>
        <source>start it for this one</source>
        <translation>запустите его для этого профиля</translation>
    </message>
    <message>
        <source>start the program through ./run (run.cmd on Windows), which installs them</source>
        <translation>запустите программу через ./run (run.cmd в Windows), он их установит</translation>
    </message>
    <message>
        <source>straight edges around the face</source>
        <translation>прямые края вокруг лица</translation>
    </message>
    <message>
        <source>strangers seen through cameras&apos; looks</source>
        <translation>посторонних, снятых как на разных камерах</translation>
    </message>
    <message>
        <source>strangers seen through looks like that of your own camera</source>
        <translation>посторонних, снятых как на похожих камерах</translation>
    </message>
    <message>
        <source>strangers seen through the look of your own camera</source>
        <translation>посторонних, снятых как на вашей камере</translation>
    </message>
    <message>
        <source>the brightness of the face against its surroundings</source>
        <translation>яркость лица по сравнению с окружением</translation>
    </message>
    <message>
        <source>the bundled strangers support no error rate for these captures</source>
        <translation>по приложенным посторонним нельзя подсчитать доли ошибок для этих снимков</translation>
    </message>
    <message>
        <source>the colour cast of the face</source>
        <translation>цветовой оттенок лица</translation>
    </message>
    <message>
        <source>the copy differs from what was written</source>
        <translation>копия отличается от записанного</translation>
    </message>
    <message>
        <source>the head record was missing when it was written</source>
        <translation>когда её записывали, отметки о последней строке не было</translation>
    </message>
    <message>
        <source>the keyring of your session</source>
        <translation>связка ключей вашего сеанса</translation>
    </message>
    <message>
        <source>the keyring of your session is needed</source>
        <translation>нужна связка ключей вашего сеанса</translation>
    </message>
    <message>
        <source>the keyring of your session is needed, or the passphrase</source>
        <translation>нужна связка ключей вашего сеанса или парольная фраза</translation>
    </message>
    <message>
        <source>the keyring of your session, or the passphrase,</source>
        <translation>связка ключей вашего сеанса или парольная фраза</translation>
    </message>
    <message>
        <source>the line before it is not the one that it was written after</source>
        <translation>строка перед ней не та, за которой её записали</translation>
    </message>
    <message>
        <source>the look of the face and its surroundings</source>
        <translation>вид лица и его окружения</translation>
    </message>
    <message>
        <source>the negatives show too few people twice; give several pictures of more people</source>
        <translation>слишком мало посторонних с несколькими снимками; нужны снимки большего числа людей</translation>
    </message>
    <message>
        <source>the negatives show {count} people; give pictures of more people</source>
        <translation>посторонних людей: {count}; нужны снимки большего числа людей</translation>
    </message>
    <message>
        <source>the passphrase</source>
        <translation>парольная фраза</translation>
    </message>
    <message>
        <source>the passphrase is needed</source>
        <translation>нужна парольная фраза</translation>
    </message>
    <message>
        <source>the passphrase is not the one it was made with, or the file was changed</source>
        <translation>она сохранена с другой парольной фразой, или файл изменён</translation>
    </message>
    <message>
        <source>the picture was not written</source>
        <translation>изображение не записано</translation>
    </message>
    <message>
        <source>the profile was sealed meanwhile</source>
        <translation>профиль тем временем зашифровали</translation>
    </message>
    <message>
        <source>the sharpness of the face against its surroundings</source>
        <translation>резкость лица по сравнению с окружением</translation>
    </message>
    <message>
        <source>the start was kept: no epoch was better by {sure} standard errors (at most {most}) on {pairs} same-person pairs of held-out people at FAR {far}</source>
        <translation>оставлено начало: ни одна эпоха не лучше на {sure} стандартные ошибки (самое большее {most}; пар одного человека из отложенных людей: {pairs}, FAR {far})</translation>
    </message>
    <message>
        <source>the start was kept: too few held-out people to confirm a change ({same} same-person and {different} different-person pairs)</source>
        <translation>оставлено начало: мало отложенных людей, чтобы подтвердить улучшение (пар одного человека: {same}, разных людей: {different})</translation>
    </message>
    <message>
        <source>the thresholds in it are {detection} and {verification}, possible are 0 to 1 and {least:g} to 1</source>
        <translation>пороги в нём: {detection} и {verification}, а возможны от 0 до 1 и от {least:g} до 1</translation>
    </message>
    <message>
        <source>the universal head of {name}</source>
        <translation>готовая голова сети {name}</translation>
    </message>
    <message>
        <source>there</source>
        <translation>есть</translation>
    </message>
    <message>
        <source>there is no file {path}</source>
        <translation>нет файла {path}</translation>
    </message>
    <message>
        <source>there is no folder {folder!r}</source>
        <translation>нет папки {folder!r}</translation>
    </message>
    <message>
        <source>there is no picture in it</source>
        <translation>в ней нет снимков</translation>
    </message>
    <message>
        <source>there is no such file</source>
        <translation>такого файла нет</translation>
    </message>
    <message>
        <source>there is none in this session, which is no fault (only the window needs one)</source>
        <translation>в этом сеансе его нет, и это не ошибка (он нужен только окну)</translation>
    </message>
    <message>
        <source>they cannot be listed: {error}</source>
        <translation>список не получен: {error}</translation>
    </message>
    <message>
        <source>this process was lent another profile only</source>
        <translation>этому процессу доверен только другой профиль</translation>
    </message>
    <message>
        <source>to the left</source>
        <translation>влево</translation>
    </message>
    <message>
        <source>to the right</source>
        <translation>вправо</translation>
    </message>
    <message>
        <source>train again</source>
        <translation>обучите заново</translation>
    </message>
    <message>
        <source>train again, or run: faceid thresholds {name} --far 1e-4</source>
        <translation>обучите модель профиля «{name}» заново</translation>
    </message>
    <message>
        <source>train it first</source>
        <translation>сначала обучите её</translation>
    </message>
    <message>
        <source>train without --resume</source>
        <translation>начните новое обучение</translation>
    </message>
    <message>
        <source>training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>type it again</source>
        <translation>введите фразу снова</translation>
    </message>
    <message>
        <source>unlock it and try again</source>
        <translation>разблокируйте её и попробуйте снова</translation>
    </message>
    <message>
        <source>unlock the one, or give the other when you are asked or with --passphrase-fd</source>
        <translation>разблокируйте связку или введите фразу, когда программа спросит</translation>
    </message>
    <message>
        <source>up</source>
        <translation>вверх</translation>
    </message>
    <message>
        <source>update this one</source>
        <translation>обновите эту</translation>
    </message>
    <message>
        <source>usable</source>
        <translation>годный</translation>
    </message>
    <message>
        <source>use the same version</source>
        <translation>возьмите ту же версию</translation>
    </message>
    <message>
        <source>use the version of this program it was made with</source>
        <translation>возьмите ту версию программы, в которой она сделана</translation>
    </message>
    <message>
        <source>what is in it cannot be read</source>
        <translation>её содержимое не читается</translation>
    </message>
    <message>
        <source>what was installed did not answer</source>
        <translation>установленное не отвечает</translation>
    </message>
    <message>
        <source>what {name!r} asks of the guard cannot be read</source>
        <translation>не читается, какая защита выбрана для профиля «{name}»</translation>
    </message>
    <message>
        <source>window libraries</source>
        <translation>библиотеки окна</translation>
    </message>
    <message>
        <source>{count} of {of} accepted; the true rate may be as high as {high}.</source>
        <translation>Принято: {count} из {of}; истинная доля может доходить до {high}.</translation>
    </message>
    <message>
        <source>{count} of {of} pictures</source>
        <translation>снимков: {count} из {of}</translation>
    </message>
    <message>
        <source>{count} of {of} refused; the true rate may be as high as {high}.</source>
        <translation>Отказов: {count} из {of}; истинная доля может доходить до {high}.</translation>
    </message>
    <message>
        <source>{count} of {wanted} blinks were seen in {limit} seconds. Close both eyes for a moment each time.</source>
        <translation>За {limit} с замечено морганий: {count} из {wanted}. Каждый раз ненадолго закрывайте оба глаза.</translation>
    </message>
    <message>
        <source>{count} of {wanted} blinks were seen in {limit} seconds; in {lost} pictures the eyes were covered or the head turned away. Hold still and close both eyes.</source>
        <translation>За {limit} с замечено морганий: {count} из {wanted}; кадров, на которых глаза закрыты чем-то или голова отвёрнута: {lost}. Не двигайтесь и закройте оба глаза.</translation>
    </message>
    <message>
        <source>{count} pictures</source>
        <translation>снимков: {count}</translation>
    </message>
    <message>
        <source>{device}</source>
        <translation>{device}</translation>
    </message>
    <message>
        <source>{device} via {library}</source>
        <translation>{device} через {library}</translation>
    </message>
    <message>
        <source>{device}. {advice}</source>
        <translation>{device}. {advice}</translation>
    </message>
    <message>
        <source>{faces} faces are in view and the second is {value} percent as tall as yours, the limit is {limit}.</source>
        <translation>Лиц в кадре: {faces}. Высота второго {value}&#xa0;% от вашего, предел {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>{file} of backbone {name}</source>
        <translation>{file} сети {name}</translation>
    </message>
    <message>
        <source>{folder} (made when it is needed)</source>
        <translation>{folder} (появится, когда понадобится)</translation>
    </message>
    <message>
        <source>{folder} cannot be written to: {reason}</source>
        <translation>в {folder} нельзя писать: {reason}</translation>
    </message>
    <message>
        <source>{folder} is open to other users (mode {mode:04o}, needed 0700)</source>
        <translation>{folder} открыта другим пользователям (права {mode:04o}, нужны 0700)</translation>
    </message>
    <message>
        <source>{free:.1f} GB are free and {needed:.1f} GB needed</source>
        <translation>свободно {free:.1f} ГБ, а нужно {needed:.1f} ГБ</translation>
    </message>
    <message>
        <source>{free:.1f} GB free, {needed:.0f} GB needed for training with everything installed</source>
        <translation>свободно {free:.1f} ГБ, для обучения со всем установленным нужно {needed:.0f} ГБ</translation>
    </message>
    <message>
        <source>{key!r} is not stored; it was deleted or never saved.</source>
        <translation>«{key}» не сохранено; это удалили или никогда не сохраняли.</translation>
    </message>
    <message>
        <source>{key!r} of {profile!r}</source>
        <translation>«{key}» профиля «{profile}»</translation>
    </message>
    <message>
        <source>{name}</source>
        <translation>{name}</translation>
    </message>
    <message>
        <source>{path!r} cannot be played from {start:g} s to {until}: {why}; choose another --start or --end.</source>
        <translation>«{path}» нельзя проиграть с {start:g} с до {until}: {why}; выберите другие --start или --end.</translation>
    </message>
    <message>
        <source>{path!r} cannot be used as a camera: {why}; give a video file or a folder of pictures.</source>
        <translation>«{path}» не может служить камерой: {why}; укажите видеофайл или папку со снимками.</translation>
    </message>
    <message>
        <source>{path!r} cannot be used: {why}; check its permissions or choose another --data-dir.</source>
        <translation>«{path}» нельзя использовать: {why}; проверьте права или выберите другую папку через --data-dir.</translation>
    </message>
    <message>
        <source>{path} has another checksum than the official file</source>
        <translation>у {path} не та контрольная сумма, что у официального файла</translation>
    </message>
    <message>
        <source>{rate:.0f} pictures a second; more light makes most cameras faster.</source>
        <translation>Кадров в секунду: {rate:.0f}; при лучшем свете большинство камер быстрее.</translation>
    </message>
    <message>
        <source>{title}, {count} numbers a face, sha256 {sha}</source>
        <translation>{title}, чисел на лицо: {count}, sha256 {sha}</translation>
    </message>
    <message>
        <source>{title}, {count} numbers a face, sha256 {sha}, bundled</source>
        <translation>{title}, чисел на лицо: {count}, sha256 {sha}, встроена</translation>
    </message>
    <message>
        <source>{value} percent of your face are outside the picture, the limit is {limit}.</source>
        <translation>За краем кадра {value}&#xa0;% лица, предел {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>{value} percent of your face are pure white, the limit is {limit}.</source>
        <translation>Засвечено {value}&#xa0;% лица, предел {limit}&#xa0;%.</translation>
    </message>
    <message>
        <source>{version} on {system}</source>
        <translation>{version}, {system}</translation>
    </message>
    <message>
        <source>{what} could not be downloaded: {why}; check the network, or give a file you have with --from.</source>
        <translation>Не удалось загрузить {what}: {why}; проверьте сеть или укажите имеющийся файл через --from.</translation>
    </message>
    <message>
        <source>{what} is damaged: {why}; {action}.</source>
        <translation>Повреждено: {what} ({why}); {action}.</translation>
    </message>
    <message>
        <source>{what} is in use by another instance of this program; close that one first.</source>
        <translation>Уже занято другим запущенным экземпляром программы: {what}; сначала закройте его.</translation>
    </message>
    <message>
        <source>{what} is not there; {action}.</source>
        <translation>Не найдено: {what}; {action}.</translation>
    </message>
    <message>
        <source>{what} was cancelled; nothing that was saved before is lost.</source>
        <translation>Отменено: {what}; ничего из сохранённого не потеряно.</translation>
    </message>
    <message>
        <source>{what} was written by a newer version of this program (format {found}, this one reads up to {known}); update the program.</source>
        <translation>Записано более новой версией программы: {what} (формат {found}, эта читает до {known}); обновите программу.</translation>
    </message>
    <message>
        <source>{what}, so nothing shows that it goes by the face; run: faceid data lfw</source>
        <translation>{what}, поэтому неизвестно, по лицу ли она судит; загрузите LFW на странице «Обучение»</translation>
    </message>
    <message>
        <source>{why} {then}</source>
        <translation>{why} {then}</translation>
    </message>
    <message>
        <source>Русский</source>
        <translation>Русский</translation>
    </message>
</context>
<context>
    <name>messages</name>
    <message>
        <source>Something unexpected went wrong ({kind}); nothing saved is lost, and the log has the details.</source>
        <translation>Случилось непредвиденное ({kind}); сохранённое цело, подробности в журнале.</translation>
    </message>
    <message>
        <source>This model is unfit and used only because you asked for it: {why}.</source>
        <translation>Эта модель не годится и используется только по вашей просьбе: {why}.</translation>
    </message>
    <message>
        <source>This model is unfit for verification: {why}. Train a better one.</source>
        <translation>Эта модель не годится для проверки: {why}. Обучите новую.</translation>
    </message>
</context>
<context>
    <name>window_words</name>
    <message>
        <source>Something unexpected went wrong; nothing saved is lost, and Help, Diagnostics shows what happened.</source>
        <translation>Случилось непредвиденное. Всё сохранённое цело; что произошло, видно в «Справка», «Диагностика».</translation>
    </message>
    <message>
        <source>The data folder {folder!r} is not there; connect the disk it lies on, then start the program again.</source>
        <translation>Папки данных «{folder}» нет на месте; подключите диск, на котором она лежит, и запустите программу снова.</translation>
    </message>
    <message>
        <source>The guard {wanted!r} is weaker than {policy!r}, which is set for {name!r}; choose another under Details.</source>
        <translation>Защита «{wanted}» слабее, чем «{policy}», заданная для профиля «{name}»; выберите другую в подробностях.</translation>
    </message>
    <message>
        <source>The interrupted training had other captures, negatives or another seed; start a new one.</source>
        <translation>У прерванного обучения были другие снимки, посторонние или начальное число; начните новое.</translation>
    </message>
    <message>
        <source>The model of {name!r} is unfit for verification: {why}; train it with the recommended recipe.</source>
        <translation>Модель профиля «{name}» не годится для проверки: {why}; обучите её по рекомендуемому рецепту.</translation>
    </message>
    <message>
        <source>choose a data folder on another disk in Settings</source>
        <translation>выберите в настройках папку данных на другом диске</translation>
    </message>
    <message>
        <source>choose another data folder in Settings</source>
        <translation>выберите в настройках другую папку данных</translation>
    </message>
    <message>
        <source>download LFW on the Train page</source>
        <translation>загрузите LFW на странице «Обучение»</translation>
    </message>
    <message>
        <source>download it on the Train page</source>
        <translation>загрузите на странице «Обучение»</translation>
    </message>
    <message>
        <source>download it on the Train page, or choose a file you have there</source>
        <translation>загрузите на странице «Обучение» или выберите там имеющийся файл</translation>
    </message>
    <message>
        <source>install it anew on the Train page</source>
        <translation>установите заново на странице «Обучение»</translation>
    </message>
    <message>
        <source>install it on the Train page</source>
        <translation>установите на странице «Обучение»</translation>
    </message>
    <message>
        <source>it comes with the program, so get the program anew, or download another network on the Train page</source>
        <translation>это часть программы, поэтому установите её заново или загрузите другую сеть на странице «Обучение»</translation>
    </message>
    <message>
        <source>seal it in Settings, under Protection</source>
        <translation>зашифруйте его в «Настройках», раздел «Безопасность»</translation>
    </message>
    <message>
        <source>set one in Settings, under Protection</source>
        <translation>задайте её в «Настройках», раздел «Безопасность»</translation>
    </message>
    <message>
        <source>start a new training</source>
        <translation>начните новое обучение</translation>
    </message>
    <message>
        <source>start the program anew and give it</source>
        <translation>запустите программу заново и введите её</translation>
    </message>
    <message>
        <source>start the program anew, and unlock the one or give the other</source>
        <translation>запустите программу заново и разблокируйте связку ключей или введите фразу</translation>
    </message>
    <message>
        <source>use a video file in its place</source>
        <translation>возьмите вместо неё видеофайл</translation>
    </message>
    <message>
        <source>{path!r} cannot be played from {start:g} s to {until}: {why}; choose another recording.</source>
        <translation>«{path}» нельзя проиграть с {start:g} с до {until}: {why}; выберите другую запись.</translation>
    </message>
    <message>
        <source>{path!r} cannot be used: {why}; check its permissions, or choose another data folder in Settings.</source>
        <translation>«{path}» нельзя использовать: {why}; проверьте права или выберите в настройках другую папку данных.</translation>
    </message>
    <message>
        <source>{what} could not be downloaded: {why}; check the network, or choose a file you have.</source>
        <translation>Не удалось загрузить {what}: {why}; проверьте сеть или выберите имеющийся файл.</translation>
    </message>
</context>
</TS>
