#include "engine/simulate/hands.h"

#include <pthread.h>
#include <unistd.h>

int ipa_hands_count(int wanted, long n_jobs) {
    long n = wanted > 0 ? wanted : sysconf(_SC_NPROCESSORS_ONLN);
    n = n > n_jobs ? n_jobs : n;
    n = n > IPA_HANDS_MOST ? IPA_HANDS_MOST : n;
    return n < 1 ? 1 : (int)n;
}

void ipa_hands_run(void *(*work)(void *), void *contexts, size_t size, int n) {
    pthread_t threads[IPA_HANDS_MOST];
    int n_started = 1;
    while (n_started < n && pthread_create(&threads[n_started], NULL, work,
                                           (char *)contexts + (size_t)n_started * size) == 0)
        n_started++;
    work(contexts);
    for (int i = 1; i < n_started; i++)
        pthread_join(threads[i], NULL);
}
